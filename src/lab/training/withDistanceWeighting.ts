import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { distanceWeighted, defaults as ofPaper } from '../miners/distanceWeighted';
import type { Criterion } from './criterion';
import { noiseOfDraws, withDrawn } from './drawnNegatives';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  ...ofPaper,
  /** Negatives that each anchor draws; the paper has as many as positives, 4. One drawn twice counts once. */
  draws: 4,
};

/**
 * A pair loss on all positives and on negatives drawn by distance-weighted sampling:
 * `withDistanceWeighting(losses.triplet, { draws: 3 }, { mining: 'all' })`.
 * @param sampling settings of the draw
 * @param given options of the pair loss
 * @throws LabError on an option that there is not
 */
export function withDistanceWeighting<O extends object>(
  loss: PairLoss<O>,
  sampling: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { draws, ...density } = withDefaults('distanceWeighted', defaults, sampling);
  checkPositiveInteger('distanceWeighted', 'draws', draws);
  return {
    name: 'distanceWeighted',
    options: { ...density, draws, loss: name, ...options },
    drawNoise: ({ batch }, rng) => noiseOfDraws(draws, batch, rng),
    compute({ embeddings, labels, noise, memory }) {
      const scored = tf.tidy(() => {
        const { positive, negative } = pairs(embeddings, labels);
        const unit = normalised(embeddings);
        const distance = euclideanDistance(unit, unit);
        const probabilities = distanceWeighted(distance, negative, embeddings.shape[1], density);
        const comparable = withDrawn(positive, probabilities, noise);
        return loss(embeddings, labels, options, { embeddings, labels, comparable });
      });
      return { loss: scored, memory };
    },
  };
}
