import { withDefaults } from '../core/options';
import { tf, type Tensor1D } from '../core/tf';
import type { Criterion } from './criterion';
import type { BoundaryLoss } from './lossFunctions';
import { resolved } from './resolved';
import { sampledByDistance, type DistanceSampling } from './withDistanceWeighting';

const defaults = {
  /** Where the boundaries begin, β. */
  initial: 1.2,
  /** A boundary for each class, or one for all. */
  perClass: true,
  /** Learning rate of the boundaries, as a multiple of the network's; that of Roth et al. 2020. */
  learningRateScale: 50,
};

/**
 * A loss with learned boundaries, ready to train with: `withBeta(losses.margin, { margin: 0.2 })`. With `sampling` it
 * draws negatives by their distance, as the paper of the margin loss does: `withBeta(losses.margin, {}, {}, { draws: 4 })`.
 * @param given options of the loss
 * @param training how the boundaries begin and are trained
 * @param sampling settings of distance-weighted sampling; without them all pairs of the batch count
 * @throws LabError on an option that there is not
 */
export function withBeta<O extends object>(
  loss: BoundaryLoss<O>,
  given: Partial<O> = {},
  training: Partial<typeof defaults> = {},
  sampling?: DistanceSampling,
): Criterion {
  const { name, options } = resolved(loss, given);
  const { initial, perClass, learningRateScale } = withDefaults('withBeta', defaults, training);
  const sampled = sampling && sampledByDistance(sampling);
  return {
    name,
    options: { ...options, initial, perClass, learningRateScale, ...sampled?.settings },
    ownWeights: {
      learningRateScale,
      initialise: ({ classes }) => ({ beta: tf.fill([perClass ? classes : 1], initial) }),
    },
    ...(sampled && { drawNoise: sampled.drawNoise }),
    compute({ weights, memory, ...inputs }) {
      const { embeddings, labels } = inputs;
      const beta = weights['beta'] as Tensor1D;
      return {
        loss: tf.tidy(() => loss(embeddings, labels, beta, options, sampled?.reference(inputs))),
        memory,
      };
    },
  };
}
