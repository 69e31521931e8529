/** A graph as the bytes of an ONNX model. The numbers of fields are those of onnx.proto. */
import { PbfWriter } from 'pbf';
import { inOrder, type Constant, type Graph, type Node, type Typed, type Value } from './graph';
import { elementType, operatorSet } from './operators';

const irVersion = 9;

/** ONNX's numbers for the kinds of an attribute. */
const attributeType = { float: 1, int: 2, string: 3, ints: 7 };

/** Attributes that are numbers, not whole ones. */
const floatAttributes = new Set(['alpha', 'beta', 'epsilon']);

/** Operators that must have more results than one. */
const leastResults: Readonly<Record<string, number>> = { TopK: 2 };

type Write<T> = (pbf: PbfWriter, value: T) => void;

/** What is written as one node: an operator with all of its results that are used. */
interface Call {
  readonly first: Node;
  /** Names of the results; '' for one that nobody uses. */
  readonly results: string[];
}

interface Names {
  readonly of: ReadonlyMap<Value, string>;
  readonly calls: readonly Call[];
}

/** @returns a ModelProto; its inputs and outputs go by `inputName` and `outputName` */
export function onnxModel(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, irVersion);
  message(pbf, 7, graph, writeGraph);
  message(pbf, 8, operatorSet, (set, version) => set.writeVarintField(2, version));
  return pbf.finish();
}

const writeGraph: Write<Graph> = (pbf, graph) => {
  const values = inOrder(graph);
  const names = namesOf(values, graph);
  names.calls.forEach((call) => message(pbf, 1, call, (out, each) => writeCall(out, each, names)));
  for (const [name, value] of Object.entries(graph)) {
    const from = names.of.get(value)!;
    if (from !== outputName(name)) message(pbf, 1, [from, outputName(name)] as const, writeCopy);
  }
  pbf.writeStringField(2, 'program');
  for (const value of values) {
    if (value.kind === 'constant') message(pbf, 5, [names.of.get(value)!, value] as const, writeTensor);
    if (value.kind === 'input') message(pbf, 11, [names.of.get(value)!, value] as const, writeValueInfo);
  }
  for (const [name, value] of Object.entries(graph)) {
    message(pbf, 12, [outputName(name), value] as const, writeValueInfo);
  }
};

/** Results of one call, and equal calls, become one node. A node's result has the name of the output that it is. */
function namesOf(values: readonly Value[], graph: Graph): Names {
  const outputs = new Map(Object.entries(graph).map(([name, value]) => [value, outputName(name)]));
  const of = new Map<Value, string>();
  const calls = new Map<string, Call>();
  values.forEach((value, at) => {
    if (value.kind !== 'node') {
      of.set(value, value.kind === 'input' ? inputName(value.name) : `c${at}`);
      return;
    }
    const operands = value.inputs.map((input) => of.get(input)!);
    const key = JSON.stringify([value.op, operands, value.attributes]);
    const call = calls.get(key) ?? { first: value, results: [] };
    calls.set(key, call);
    while (call.results.length <= value.result) call.results.push('');
    call.results[value.result] ||= outputs.get(value) ?? `v${at}`;
    of.set(value, call.results[value.result]!);
  });
  return { of, calls: [...calls.values()] };
}

// An output may have the name of an input: the state before a step and after it.
export const inputName = (name: string) => `in/${name}`;
export const outputName = (name: string) => `out/${name}`;

/** An output that is an input, a constant, or another output as well. */
const writeCopy: Write<readonly [string, string]> = (pbf, [from, to]) => {
  pbf.writeStringField(1, from);
  pbf.writeStringField(2, to);
  pbf.writeStringField(4, 'Identity');
};

function writeCall(pbf: PbfWriter, { first, results }: Call, names: Names): void {
  first.inputs.forEach((input) => pbf.writeStringField(1, names.of.get(input)!));
  const known = results.find((result) => result !== '')!;
  const count = Math.max(results.length, leastResults[first.op] ?? 1);
  // The first results may not be left out, whether somebody uses them or not.
  for (let at = 0; at < count; at++) pbf.writeStringField(2, results[at] || `${known}_${at}`);
  pbf.writeStringField(4, first.op);
  Object.entries(first.attributes).forEach((attribute) => message(pbf, 5, attribute, writeAttribute));
}

const writeAttribute: Write<[string, number | string | readonly number[]]> = (pbf, [name, setting]) => {
  pbf.writeStringField(1, name);
  if (typeof setting === 'string') {
    pbf.writeBytesField(4, new TextEncoder().encode(setting));
    pbf.writeVarintField(20, attributeType.string);
  } else if (typeof setting !== 'number') {
    setting.forEach((each) => pbf.writeVarintField(8, each));
    pbf.writeVarintField(20, attributeType.ints);
  } else if (floatAttributes.has(name)) {
    pbf.writeFloatField(2, setting);
    pbf.writeVarintField(20, attributeType.float);
  } else {
    pbf.writeVarintField(3, setting);
    pbf.writeVarintField(20, attributeType.int);
  }
};

const writeTensor: Write<readonly [string, Constant]> = (pbf, [name, { shape, dtype, values }]) => {
  shape.forEach((length) => pbf.writeVarintField(1, length));
  pbf.writeVarintField(2, elementType[dtype]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
};

const writeValueInfo: Write<readonly [string, Typed]> = (pbf, [name, type]) => {
  pbf.writeStringField(1, name);
  message(pbf, 2, type, (out, { dtype, shape }) =>
    message(out, 1, shape, (tensor, lengths) => {
      tensor.writeVarintField(1, elementType[dtype]);
      message(tensor, 2, lengths, (dims, each) =>
        each.forEach((length) => message(dims, 1, length, (dim, n) => dim.writeVarintField(1, n))),
      );
    }),
  );
};

/** A message within a message. */
function message<T>(pbf: PbfWriter, field: number, value: T, write: Write<T>): void {
  pbf.writeMessage(field, (each: T, inner: PbfWriter) => write(inner, each), value);
}
