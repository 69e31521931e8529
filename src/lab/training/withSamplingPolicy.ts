import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Tensor1D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { binnedNegatives, defaults as ofBins } from '../miners/binnedNegatives';
import type { Criterion } from './criterion';
import { noiseOfDraws, withDrawn } from './drawnNegatives';
import { extraOf } from './extraOf';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  ...ofBins,
  /** Negatives that each anchor draws. One drawn twice counts once. */
  draws: 4,
};

/**
 * A pair loss on all positives and on negatives of the distances that a policy chooses:
 * `withSamplingPolicy(losses.triplet, {}, { mining: 'all' })`, with the sampler samplingPolicy.
 * @param sampling settings of the draw
 * @param given options of the pair loss
 * @throws LabError on an option that there is not
 */
export function withSamplingPolicy<O extends object>(
  loss: PairLoss<O>,
  sampling: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { draws, ...range } = withDefaults('withSamplingPolicy', defaults, sampling);
  checkPositiveInteger('withSamplingPolicy', 'draws', draws);
  return {
    name: 'samplingPolicy',
    options: { ...range, draws, loss: name, ...options },
    drawNoise: ({ batch }, rng) => noiseOfDraws(draws, batch, rng),
    compute(inputs) {
      const { embeddings, labels, noise, memory } = inputs;
      const weights = extraOf('withSamplingPolicy', inputs, 'bins', 'samplingPolicy') as Tensor1D;
      const scored = tf.tidy(() => {
        const { positive, negative } = pairs(embeddings, labels);
        const unit = normalised(embeddings);
        const probabilities = binnedNegatives(euclideanDistance(unit, unit), negative, weights, range);
        const comparable = withDrawn(positive, probabilities, noise);
        return loss(embeddings, labels, options, { embeddings, labels, comparable, fewNegatives: true });
      });
      return { loss: scored, memory };
    },
  };
}
