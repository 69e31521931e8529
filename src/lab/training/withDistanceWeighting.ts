import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairs } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { distanceWeighted, drawn, defaults as ofPaper } from '../miners/distanceWeighted';
import type { Criterion } from './criterion';
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
    drawNoise({ batch }, rng) {
      const values = Float32Array.from({ length: draws * batch }, () => rng.uniform());
      return { uniform: tf.tensor2d(values, [draws, batch]) };
    },
    compute({ embeddings, labels, noise, memory }) {
      const scored = tf.tidy(() => {
        const comparable = sampledPairs(embeddings, labels, noise['uniform']!, density);
        return loss(embeddings, labels, options, { embeddings, labels, comparable });
      });
      return { loss: scored, memory };
    },
  };
}

/** 1 for positive pairs and for the negative pairs drawn: float32 [B, B]. */
function sampledPairs(
  embeddings: Tensor2D,
  labels: Tensor1D,
  uniform: Tensor,
  density: typeof ofPaper,
): Tensor2D {
  const { positive, negative } = pairs(embeddings, labels);
  const unit = normalised(embeddings);
  const probabilities = distanceWeighted(
    euclideanDistance(unit, unit),
    negative,
    embeddings.shape[1],
    density,
  );
  const masks = tf.unstack(uniform).map((row): Tensor => drawn(probabilities, row as Tensor1D));
  return masks.reduce((any, next) => any.maximum(next), positive as Tensor) as Tensor2D;
}
