import type { Prepare, TensorFunction } from '../core/prepare';
import { tf, type Tensor } from '../core/tf';
import { traced } from './backend';
import { inOrder, typeOf, type Dtype, type Input } from './graph';
import { simplified } from './rules';
import { Session, type Runtime, type Values } from './session';

type Named = Readonly<Record<string, Tensor>>;

/**
 * Computes functions by ONNX Runtime: a function is traced into one graph when it is first called, and again for inputs of
 * other shapes or types; from then on only the graph runs.
 * @param threads how many threads compute one graph
 */
export function compiler(runtime: Runtime, threads: number): Prepare {
  const loaded = new WeakMap<TensorFunction, Map<string, Promise<Session>>>();
  return (f) => {
    const sessions = loaded.get(f) ?? new Map<string, Promise<Session>>();
    loaded.set(f, sessions);
    return async (tensors, places) => {
      const key = Object.entries(tensors)
        .map(([name, tensor]) => `${name} ${typeOf(tensor as never)}`)
        .join();
      let session = sessions.get(key);
      if (!session) sessions.set(key, (session = load(f, tensors, runtime, threads)));
      const results = await (await session).run((name) => valuesOf(tensors[name]!), places);
      return Object.fromEntries(Object.entries(results).map(([name, result]) => [name, tensorOf(result)]));
    };
  };
}

async function load(f: TensorFunction, tensors: Named, runtime: Runtime, threads: number): Promise<Session> {
  const inputs = Object.entries(tensors).map(([name, { shape, dtype }]): Input => ({
    kind: 'input',
    name,
    shape,
    dtype: dtype as Dtype,
  }));
  const graph = simplified(await traced(f, inputs));
  const used = inOrder(graph).filter((value) => value.kind === 'input');
  return Session.load(runtime, graph, used, threads);
}

// TensorFlow.js's plain backend keeps the arrays that it is given and gives them back: nothing is copied here.
function valuesOf(tensor: Tensor): Values {
  return { dtype: tensor.dtype, shape: tensor.shape, values: tensor.dataSync() } as Values;
}

function tensorOf({ values, shape, dtype }: Values): Tensor {
  return tf.tensor(values, [...shape], dtype);
}
