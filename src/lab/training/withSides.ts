import { LabError } from '../core/labError';
import type { Tensor2D } from '../core/tf';
import type { Criterion } from './criterion';
import type { SidesLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A loss between two sides, ready to train with: `withSides(losses.multipleInstance, { heads: 3 })`. Rows 0, 2, 4, ... of a
 * batch are one side, each next row is what belongs to it on the other.
 * @throws LabError on an option that there is not; while training, on a batch of an odd number of rows
 */
export function withSides<O extends object>(loss: SidesLoss<O>, given: Partial<O> = {}): Criterion {
  const { name, options } = resolved(loss, given);
  return {
    name,
    options,
    compute({ embeddings, memory }) {
      const [rows, columns] = embeddings.shape;
      if (rows % 2 !== 0) {
        throw new LabError(`withSides: ${name} needs batches of pairs; got ${rows} rows`);
      }
      const sides = embeddings.reshape([rows / 2, 2 * columns]); // a pair in a row
      const side = (at: number) => sides.slice([0, at * columns], [rows / 2, columns]) as Tensor2D;
      return { loss: loss(side(0), side(1), options), memory };
    },
  };
}
