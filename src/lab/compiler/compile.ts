import type { InferenceSession } from 'onnxruntime-node';
import type { Prepare, TensorFunction } from '../core/prepare';
import { tf, type Tensor } from '../core/tf';
import { traced } from './backend';
import { inOrder, typeOf, type Dtype, type Input } from './graph';
import { rules, simplified } from './rules';
import type { Rule } from './rules/rule';
import { Session, type Runtime, type Values } from './session';

/** What of the runtime computes. */
export interface Target {
  /** Settings of each graph's session. Threads are to be fixed: the order of sums may depend on them. */
  readonly options: InferenceSession.SessionOptions;
  /** Laws that put a program into operators that the target has. */
  readonly rules?: readonly Rule[];
}

type Named = Readonly<Record<string, Tensor>>;

/**
 * Computes functions by ONNX Runtime: a function is traced into one graph when it is first called, and again for inputs of
 * other shapes or types; from then on only the graph runs.
 */
export function compiler(runtime: Runtime, target: Target): Prepare {
  const loaded = new WeakMap<TensorFunction, Map<string, Promise<Session>>>();
  return (f) => {
    const sessions = loaded.get(f) ?? new Map<string, Promise<Session>>();
    loaded.set(f, sessions);
    return async (tensors, places) => {
      const key = Object.entries(tensors)
        .map(([name, tensor]) => `${name} ${typeOf(tensor as never)}`)
        .join();
      let session = sessions.get(key);
      if (!session) sessions.set(key, (session = load(f, tensors, runtime, target)));
      const results = await (await session).run((name) => valuesOf(tensors[name]!), places);
      return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, tensorOf(result)]));
    };
  };
}

async function load(f: TensorFunction, tensors: Named, runtime: Runtime, target: Target): Promise<Session> {
  const inputs = Object.entries(tensors).map(([name, { shape, dtype }]): Input => ({
    kind: 'input',
    name,
    shape,
    dtype: dtype as Dtype,
  }));
  const graph = simplified(await traced(f, inputs), [...(target.rules ?? []), ...rules]);
  const used = inOrder(graph).filter((value) => value.kind === 'input');
  return Session.load(runtime, graph, used, target.options);
}

// TensorFlow.js's plain backend keeps the arrays that it is given and gives them back: nothing is copied here.
function valuesOf(tensor: Tensor): Values {
  return { dtype: tensor.dtype, shape: tensor.shape, values: tensor.dataSync() } as Values;
}

function tensorOf({ values, shape, dtype }: Values): Tensor {
  return tf.tensor(values, [...shape], dtype);
}
