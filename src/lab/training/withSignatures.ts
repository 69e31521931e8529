import { gradientReversal } from '../core/gradientReversal';
import { withDefaults } from '../core/options';
import { tf, type Tensor2D } from '../core/tf';
import { defaults as ofSoftmax, normalisedSoftmax } from '../losses/normalisedSoftmax';
import { asCriterion, type LossDefinition } from './configure';
import type { Criterion } from './criterion';
import { ownScale } from './ownScale';

const defaults = {
  /** Part of the signatures' term that trains the network, too, as a classifier; 0: they follow it, and leave it alone. */
  weight: 0,
  /** What similarities to signatures are divided by. */
  temperature: ofSoftmax.temperature,
  /** Learning rate of the signatures, as a multiple of the network's. */
  learningRateScale: 10,
};

/**
 * A loss with a signature for each class, trained along by normalised softmax:
 * `withSignatures(configure(losses.triplet, { mining: 'batchHard' }))`, with the sampler stochasticClassMining.
 * Signatures begin in random directions. They are there to be mined by: unless `weight` says so, their term has no slope
 * towards the embeddings, or it would be a second loss beside the first.
 * @param loss a loss, ready to train with or by its defaults
 * @param given how the signatures are trained
 * @throws LabError on an option that there is not
 */
export function withSignatures(loss: LossDefinition, given: Partial<typeof defaults> = {}): Criterion {
  const criterion = asCriterion(loss);
  const { weight, temperature, learningRateScale } = withDefaults('withSignatures', defaults, given);
  return {
    ...criterion,
    options: {
      ...criterion.options,
      ...{ 'signatures.weight': weight, 'signatures.temperature': temperature },
      'signatures.learningRateScale': learningRateScale,
    },
    ownWeights: {
      learningRateScale: (name) => (name === 'signatures' ? learningRateScale : ownScale(criterion, name)),
      initialise(size, rng) {
        const { classes, dimension } = size;
        const values = Float32Array.from({ length: classes * dimension }, () => rng.normal());
        const signatures = tf.tensor2d(values, [classes, dimension]);
        return { ...criterion.ownWeights?.initialise(size, rng), signatures };
      },
    },
    compute(inputs) {
      const { loss: own, memory } = criterion.compute(inputs);
      const { embeddings, labels, weights } = inputs;
      const seen = gradientReversal(embeddings, -weight);
      const term = normalisedSoftmax(seen, labels, weights['signatures'] as Tensor2D, { temperature });
      return { loss: own.add(term), memory };
    },
  };
}
