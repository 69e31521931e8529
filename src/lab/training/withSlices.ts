import type { Tensor2D } from '../core/tf';
import { asCriterion, type LossDefinition } from './configure';
import type { Criterion } from './criterion';
import { extraOf } from './extraOf';

/**
 * A loss on the columns of the embedding that the batch is for: `withSlices(losses.contrastive)`, with the sampler
 * divideAndConquer. The other columns are 0, which changes neither lengths, nor products, nor distances of the slice; so
 * the step has the same shapes for every slice. The other columns get no slope.
 * @param loss a loss, ready to train with or by its defaults
 */
export function withSlices(loss: LossDefinition): Criterion {
  const criterion = asCriterion(loss);
  return {
    ...criterion,
    options: { ...criterion.options, slices: true },
    compute(inputs) {
      const dimensions = extraOf('withSlices', inputs, 'dimensions', 'divideAndConquer');
      return criterion.compute({ ...inputs, embeddings: inputs.embeddings.mul<Tensor2D>(dimensions) });
    },
  };
}
