import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Random } from '../core/random';
import { tf } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { distanceWeighted, defaults as ofPaper } from '../miners/distanceWeighted';
import type { Criterion, CriterionInputs } from './criterion';
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
  sampling: DistanceSampling = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { settings, drawNoise, reference } = sampledByDistance(sampling);
  return {
    name: 'distanceWeighted',
    options: { ...settings, loss: name, ...options },
    drawNoise,
    compute({ memory, ...inputs }) {
      const { embeddings, labels } = inputs;
      return { loss: tf.tidy(() => loss(embeddings, labels, options, reference(inputs))), memory };
    },
  };
}

/** Settings of distance-weighted sampling. */
export type DistanceSampling = Partial<typeof defaults>;

/**
 * Distance-weighted sampling: its settings, the random numbers of a step, and the batch as a reference to itself, with
 * all positives and the negatives that these numbers draw.
 * @throws LabError on an option that there is not
 */
export function sampledByDistance(sampling: DistanceSampling) {
  const settings = withDefaults('distanceWeighted', defaults, sampling);
  const { draws, ...density } = settings;
  checkPositiveInteger('distanceWeighted', 'draws', draws);
  return {
    settings,
    drawNoise: ({ batch }: { readonly batch: number }, rng: Random) => noiseOfDraws(draws, batch, rng),
    reference({
      embeddings,
      labels,
      noise,
    }: Pick<CriterionInputs, 'embeddings' | 'labels' | 'noise'>): Reference {
      const { positive, negative } = pairs(embeddings, labels);
      const unit = normalised(embeddings);
      const distance = euclideanDistance(unit, unit);
      const probabilities = distanceWeighted(distance, negative, embeddings.shape[1], density);
      return {
        embeddings,
        labels,
        comparable: withDrawn(positive, probabilities, noise),
        fewNegatives: true,
      };
    },
  };
}
