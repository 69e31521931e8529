import { readFileSync } from 'node:fs';
import { catalogue } from '../../../../src/lab/catalogue';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor } from '../../../../src/lab/core/tf';
import type { IdeaEntry } from '../../../../src/protocol/idea';
import { sameCompiled } from '../../../support/compiled';
import type { Idea } from '../../snippets/experiments';
import { inputsFor } from '../../snippets/observe';

/** What may be part of a training step. */
const kinds: readonly string[] = ['loss', 'regularizer', 'miner', 'distance'];

const entries = JSON.parse(readFileSync('snippets/catalogue.json', 'utf8')) as readonly IdeaEntry[];

describe('every idea that does not say why not', () => {
  for (const entry of entries.filter(({ kind, uncompiled }) => kinds.includes(kind) && uncompiled === null)) {
    it(`compiles: ${entry.id}`, async () => {
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
    });
  }
});

/** The tensors of a result of any form: a tensor, or an object of those. */
function tensorsIn(result: unknown): Tensor[] {
  return result instanceof tf.Tensor ? [result] : Object.values(result as object).flatMap(tensorsIn);
}
