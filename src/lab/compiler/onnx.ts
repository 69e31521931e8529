/** A graph as the bytes of an ONNX model. The numbers of fields are those of onnx.proto. */
import { PbfWriter } from 'pbf';
import {
  inOrder,
  partsOf,
  type Body,
  type Constant,
  type Graph,
  type Node,
  type Typed,
  type Value,
} from './graph';
import { elementType, operatorSets } from './operators';

const irVersion = 9;

/** ONNX's numbers for the kinds of an attribute. */
const attributeType = { float: 1, int: 2, string: 3, graph: 5, ints: 7 };

/** Attributes that are numbers, not whole ones. */
const floatAttributes = new Set(['alpha', 'beta', 'epsilon']);

/** Operators that must have more results than one. */
const leastResults: Readonly<Record<string, number>> = { TopK: 2 };

type Write<T> = (pbf: PbfWriter, value: T) => void;

/** What is written as one node: an operator with all of its results that are used. */
interface Call {
  readonly first: Node;
  /** Names of what goes in. */
  readonly operands: readonly string[];
  /** Names of the results; '' for one that nobody uses. */
  readonly results: string[];
  readonly body?: Program;
}

/** A graph or a body, with names. */
interface Program {
  readonly calls: readonly Call[];
  readonly inputs: readonly (readonly [string, Typed])[];
  /** The name of what is computed, the name that it shall have, and its type. */
  readonly outputs: readonly (readonly [string, string, Typed])[];
}

/**
 * @returns a ModelProto; its inputs and outputs go by `inputName` and `outputName`. The numbers of a constant, if there is but
 * one, are the last bytes: whoever changes them need not write the model anew.
 */
export function onnxModel(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, irVersion);
  Object.entries(operatorSets).forEach((entry) => message(pbf, 8, entry, writeOperatorSet));
  message(pbf, 7, graph, writeGraph);
  return pbf.finish();
}

const writeOperatorSet: Write<[domain: string, version: number]> = (pbf, [domain, version]) => {
  pbf.writeStringField(1, domain);
  pbf.writeVarintField(2, version);
};

const writeGraph: Write<Graph> = (pbf, graph) => {
  const values = inOrder(graph);
  const names = new Map<Value, string>();
  for (const value of values) {
    if (value.kind === 'constant') names.set(value, `c${names.size}`);
    if (value.kind === 'input') names.set(value, inputName(value.name));
  }
  const outputs = Object.entries(graph).map(([name, value]) => [value, outputName(name)] as const);
  const calls = callsOf(values, names, new Map(outputs));
  writeProgram(pbf, {
    calls,
    inputs: values.flatMap((value) => (value.kind === 'input' ? [[names.get(value)!, value] as const] : [])),
    outputs: outputs.map(([value, name]) => [names.get(value)!, name, value]),
  });
  for (const value of values) {
    if (value.kind === 'constant') message(pbf, 5, [names.get(value)!, value] as const, writeTensor);
  }
};

const writeProgram: Write<Program> = (pbf, { calls, inputs, outputs }) => {
  calls.forEach((call) => message(pbf, 1, call, writeCall));
  for (const [from, to] of outputs) {
    if (from !== to) message(pbf, 1, [from, to] as const, writeCopy);
  }
  pbf.writeStringField(2, 'program');
  inputs.forEach((input) => message(pbf, 11, input, writeValueInfo));
  outputs.forEach(([, name, type]) => message(pbf, 12, [name, type] as const, writeValueInfo));
};

/**
 * Results of one call, and equal calls, become one node.
 * @param names of what there is already; those of the results are added
 * @param chosen names that results shall have
 */
function callsOf(
  values: readonly Value[],
  names: Map<Value, string>,
  chosen: ReadonlyMap<Value, string>,
): Call[] {
  const calls = new Map<string, Call>();
  const bodies = new Map<Body, number>();
  for (const value of values) {
    if (value.kind !== 'node') continue;
    const { op, attributes, body, result } = value;
    if (body && !bodies.has(body)) bodies.set(body, bodies.size);
    const operands = value.inputs.map((input) => names.get(input)!);
    const key = JSON.stringify([op, operands, attributes, body && bodies.get(body)]);
    let call = calls.get(key);
    if (!call) {
      const inner = body && { body: programOf(body, names) };
      calls.set(key, (call = { first: value, operands, results: [], ...inner }));
    }
    while (call.results.length <= result) call.results.push('');
    call.results[result] ||= chosen.get(value) ?? `v${names.size}`;
    names.set(value, call.results[result]!);
  }
  return [...calls.values()];
}

/** A body names what is outside by the names that it has there. */
function programOf(body: Body, names: Map<Value, string>): Program {
  const { inputs, outputs } = body;
  inputs.forEach((input) => names.set(input, inputName(input.name)));
  const chosen = outputs.map((value, at) => [value, `${names.get(inputs[1 + at]!)}/next`] as const);
  const calls = callsOf(partsOf(body).inside, names, new Map(chosen));
  return {
    calls,
    inputs: inputs.map((input) => [names.get(input)!, input]),
    outputs: chosen.map(([value, name]) => [names.get(value)!, name, value]),
  };
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

const writeCall: Write<Call> = (pbf, { first, operands, results, body }) => {
  operands.forEach((operand) => pbf.writeStringField(1, operand));
  const known = results.find((result) => result !== '')!;
  const least = body ? body.outputs.length - 1 : (leastResults[first.op] ?? 1);
  // The first results may not be left out, whether somebody uses them or not.
  for (let at = 0; at < Math.max(results.length, least); at++) {
    pbf.writeStringField(2, results[at] || `${known}_${at}`);
  }
  const [op, domain = ''] = first.op.split(':').reverse() as [string, string?];
  pbf.writeStringField(4, op);
  pbf.writeStringField(7, domain);
  Object.entries(first.attributes).forEach((attribute) => message(pbf, 5, attribute, writeAttribute));
  if (body) message(pbf, 5, body, writeBody);
};

const writeBody: Write<Program> = (pbf, body) => {
  pbf.writeStringField(1, 'body');
  message(pbf, 6, body, writeProgram);
  pbf.writeVarintField(20, attributeType.graph);
};

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
