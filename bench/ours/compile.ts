import type { Prepare, TensorFunction } from '../../src/lab/core/prepare';
import type { Tensor } from '../../src/lab/core/tf';
import { traced } from '../../src/lab/compiler/backend';
import { inOrder, type Dtype, type Graph, type Input } from '../../src/lab/compiler/graph';
import { onnxModel } from '../../src/lab/compiler/onnx';
import { simplified } from '../../src/lab/compiler/rules';
import { trainingOf } from './train';
import type { Call, Question } from './worker';

/** What the first steps of a training take, and of another one like it in the same process; then, what goes into them. */
export function prepareCompile({ case: name }: Question, _folder: string, prepare: Prepare): Promise<Call> {
  let step: { f: TensorFunction; tensors: Readonly<Record<string, Tensor>> } | undefined;
  const watched: Prepare = (f) => {
    const run = prepare(f);
    return (tensors, ...rest) => {
      step ??= { f, tensors };
      return run(tensors, ...rest);
    };
  };
  return Promise.resolve(async () => {
    const [first, second] = await firstSteps(name, watched);
    const [again] = await firstSteps(name, prepare);
    const inputs = Object.entries(step!.tensors).map(([input, { shape, dtype }]): Input => {
      return { kind: 'input', name: input, shape, dtype: dtype as Dtype };
    });
    const [tracing, graph] = await timed(() => traced(step!.f, inputs));
    const [simplifying, simple] = await timed(() => simplified(graph));
    const [writing, bytes] = await timed(() => onnxModel(simple));
    return {
      'first step': first!,
      'second step': second!,
      'first step of the next training': again!,
      tracing,
      simplifying,
      writing,
      'nodes traced': nodes(graph),
      'nodes left': nodes(simple),
      kilobytes: bytes.length / 1000,
    };
  });
}

async function firstSteps(name: string, prepare: Prepare): Promise<number[]> {
  const training = trainingOf(name, prepare);
  const times = [];
  for (let step = 0; step < 2; step++) times.push((await timed(() => training.advance()))[0]);
  training.dispose();
  return times;
}

/** Milliseconds, and what came of it. */
async function timed<T>(f: () => T | Promise<T>): Promise<[number, T]> {
  const since = performance.now();
  const result = await f();
  return [performance.now() - since, result];
}

const nodes = (graph: Graph) => inOrder(graph).filter(({ kind }) => kind === 'node').length;
