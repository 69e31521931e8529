import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A loss without labels, ready to train with: `withInstances(losses.invariantSpreading)`. Each training image is a class of
 * its own; its rows in a batch are its views, made by an augmentation. Any loss on pairs will do.
 * @throws LabError on an option that there is not
 */
export function withInstances<O extends object>(loss: PairLoss<O>, given: Partial<O> = {}): Criterion {
  const { name, options } = resolved(loss, given);
  return {
    name,
    options,
    compute: ({ embeddings, indices, memory }) => ({ loss: loss(embeddings, indices, options), memory }),
  };
}
