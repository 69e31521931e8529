import { catalogue } from '../../src/lab/catalogue';
import { random } from '../../src/lab/core/random';
import { tf, type Tensor } from '../../src/lab/core/tf';
import type { IdeaEntry } from '../../src/protocol/idea';
import type { Idea } from '../unit/snippets/experiments';
import { inputsFor } from '../unit/snippets/observe';
import { sameCompiled } from './compiled';

/** What may be part of a training step. */
const kinds: readonly string[] = ['loss', 'regularizer', 'miner', 'distance'];

/** Whether an idea promises to compile: it is of a kind that a step consists of, and does not say why not. */
export function promisesToCompile({ kind, uncompiled }: IdeaEntry): boolean {
  return kinds.includes(kind) && uncompiled === null;
}

/** Holds the graph of an idea's values, and that of its slopes, against what TensorFlow.js gives by itself. */
export async function sameCompiledIdea(entry: IdeaEntry): Promise<void> {
  const { name, module } = catalogue.find(({ id }) => id === entry.id)!;
  const idea = module[name] as Idea;
  const { all, sloped } = inputsFor({ tf, random }, entry, idea);
  const tensors = all.filter((input): input is Tensor => input instanceof tf.Tensor);
  const given = (values: readonly Tensor[]) =>
    all.map((input) => values[tensors.indexOf(input as Tensor)] ?? input);
  await sameCompiled(tensors, (...values) => tensorsIn(idea(...given(values))));
  if (sloped.length === 0) return;
  const slopes = (...values: Tensor[]) => {
    const at = sloped.map((input) => tensors.indexOf(input));
    const weighted = (...own: Tensor[]) => {
      const moved = values.map((value, place) => own[at.indexOf(place)] ?? value);
      const result = idea(...given(moved)) as Tensor;
      return result.mul(tf.range(1, result.size + 1).reshape(result.shape)).sum();
    };
    return tf.grads(weighted as Parameters<typeof tf.grads>[0])(at.map((place) => values[place]!));
  };
  await sameCompiled(tensors, slopes, 1e-4);
}

/** The tensors of a result of any form: a tensor, or an object of those. */
function tensorsIn(result: unknown): Tensor[] {
  return result instanceof tf.Tensor ? [result] : Object.values(result as object).flatMap(tensorsIn);
}
