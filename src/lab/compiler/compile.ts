import { createHash } from 'node:crypto';
import type { InferenceSession } from 'onnxruntime-node';
import type { Prepare, TensorFunction } from '../core/prepare';
import { tf, type Tensor } from '../core/tf';
import { traced } from './backend';
import { inOrder, typeOf, type Dtype, type Graph, type Input } from './graph';
import { onnxModel } from './onnx';
import { Recent } from './recent';
import { rules, simplified } from './rules';
import type { Rule } from './rules/rule';
import { Session, type Model, type Runtime, type Values } from './session';

/** What of the runtime computes. */
export interface Target {
  /** Settings of each graph's session. Threads are to be fixed: the order of sums may depend on them. */
  readonly options: InferenceSession.SessionOptions;
  /** How a program, as it was traced, is quick there. */
  readonly wayFor?: (graph: Graph) => Way;
}

/** A way to compute a program. */
export interface Way {
  /** Laws that put it into operators that are quick. */
  readonly rules: readonly Rule[];
  /** Settings of its own. */
  readonly options?: InferenceSession.SessionOptions;
}

type Named = Readonly<Record<string, Tensor>>;

/** A run has a few graphs: its step, its network in evaluation, those of retrieval. */
const keptSessions = 8;

/**
 * Computes functions by ONNX Runtime: a function is traced into one graph when it is first called, and again for inputs of
 * other shapes or types; from then on only the graph runs. Functions whose graphs are equal, such as the steps of one
 * variant from two seeds, share what ONNX Runtime made of it.
 */
export function compiler(runtime: Runtime, target: Target): Prepare {
  const recent = new Recent<Promise<Session>>(keptSessions);
  const loaded = new WeakMap<TensorFunction, Map<string, Promise<Program>>>();
  const load = async (f: TensorFunction, tensors: Named): Promise<Program> => {
    const { model, outputs, options } = await compiled(f, tensors, target);
    const digest = createHash('sha256').update(model.bytes).digest('hex');
    const session = await recent.get(digest, () => Session.load(runtime, model, options));
    return { session, outputs };
  };
  return (f) => {
    const programs = loaded.get(f) ?? new Map<string, Promise<Program>>();
    loaded.set(f, programs);
    return async (tensors, places) => {
      const key = Object.entries(tensors)
        .map(([name, tensor]) => `${name} ${typeOf(tensor as never)}`)
        .join();
      let program = programs.get(key);
      if (!program) programs.set(key, (program = load(f, tensors)));
      const { session, outputs } = await program;
      const results = await session.run((name) => valuesOf(tensors[name]!), places);
      const output = (name: string, input: string | null) =>
        input === null ? tensorOf(results[name]!) : tensors[input]!.clone();
      return Object.fromEntries(outputs.map(([name, input]) => [name, output(name, input)]));
    };
  };
}

/** What a function became for inputs of some shapes. */
interface Program {
  readonly session: Session;
  /** In their order, and by its name the input that one is as it came: the graph would only copy it. */
  readonly outputs: readonly (readonly [output: string, input: string | null])[];
}

/** The function as bytes of an ONNX model, what goes in, comes out and passes by, and the settings of its session. */
async function compiled(
  f: TensorFunction,
  tensors: Named,
  { options, wayFor }: Target,
): Promise<{ model: Model; outputs: Program['outputs']; options: InferenceSession.SessionOptions }> {
  const inputs = Object.entries(tensors).map(([name, { shape, dtype }]): Input => ({
    kind: 'input',
    name,
    shape,
    dtype: dtype as Dtype,
  }));
  const whole = await traced(f, inputs);
  const way = wayFor?.(whole);
  const values = Object.entries(simplified(whole, [...(way?.rules ?? []), ...rules]));
  const made = values.filter(([, { kind }]) => kind !== 'input');
  // A graph has to make something.
  const graph = Object.fromEntries(made.length > 0 ? made : values);
  const outputs = values.map(
    ([name, value]) => [name, value.kind === 'input' && !(name in graph) ? value.name : null] as const,
  );
  const used = inOrder(graph).filter((value) => value.kind === 'input');
  const model = { bytes: onnxModel(graph), inputs: used, outputs: Object.entries(graph) };
  return { model, outputs, options: { ...options, ...way?.options } };
}

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

// TensorFlow.js's plain backend keeps the arrays that it is given and gives them back: nothing is copied here. Only what it
// casts, such as a truth value to a number, is still in the array of its old type.
function valuesOf(tensor: Tensor): Values {
  const { shape } = tensor;
  const dtype = tensor.dtype as Values['dtype'];
  const values = tensor.dataSync();
  const array = arrays[dtype];
  return { dtype, shape, values: values instanceof array ? values : array.from(values) };
}

function tensorOf({ values, shape, dtype }: Values): Tensor {
  return tf.tensor(values, [...shape], dtype);
}
