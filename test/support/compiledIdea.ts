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
  const tensors = all.flatMap(tensorsIn);
  const given = (values: readonly Tensor[]) =>
    all.map((input) => replaced(input, (tensor) => values[tensors.indexOf(tensor)]!));
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

/** The tensors in a value of any form: a tensor, an object of those, or what has none. */
function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(tensorsIn) : [];
}

/** The same value with other tensors in it. */
function replaced(value: unknown, by: (tensor: Tensor) => Tensor): unknown {
  if (value instanceof tf.Tensor) return by(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, by)]));
}
