import { LabError } from '../core/labError';
import { tf, type Tensor2D } from '../core/tf';
import type { Criterion } from './criterion';
import type { ProxyLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A loss with fixed centroids, ready to train with: `withCentroids(losses.tripletUpperBound)`. Each class has an axis of
 * the embedding to itself: all centroids are equally far from one another, and none is trained.
 * @throws LabError on an option that there is not; before training, where the embedding has fewer columns than classes
 */
export function withCentroids<O extends object>(loss: ProxyLoss<O>, given: Partial<O> = {}): Criterion {
  const { name, options } = resolved(loss, given);
  return {
    name,
    options,
    initialMemory({ classes, dimension }) {
      if (dimension < classes) {
        throw new LabError(
          `withCentroids: ${name} needs a column of the embedding for each of the ${classes} training classes; got ${dimension}; set the network's dimension`,
        );
      }
      return { centroids: tf.eye(classes, dimension) };
    },
    compute: ({ embeddings, labels, memory }) => ({
      loss: loss(embeddings, labels, memory['centroids'] as Tensor2D, options),
      memory,
    }),
  };
}
