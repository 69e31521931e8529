import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import type { Criterion } from './criterion';
import type { JudgedLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Share of judgements that are a guess. */
  noise: 0,
};

/**
 * A loss on judgements, ready to train with: `withJudgements(losses.symmetricTriplet)`. Each three rows of a batch are shown
 * to a rater, who is simulated: the odd one is that which is left out by the two whose targets are nearest.
 * @param loss of embeddings [3T, D] and the odd ones [T]
 * @param rater how good the rater is
 * @throws LabError on an option that there is not; while training, on a data set without targets
 */
export function withJudgements<O extends object>(
  loss: JudgedLoss<O>,
  given: Partial<O> = {},
  rater: Partial<typeof defaults> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { noise } = withDefaults('withJudgements', defaults, rater);
  return {
    name,
    options: { ...options, noise },
    drawNoise({ batch }, rng) {
      const triplets = Math.floor(batch / 3);
      const guesses = Float32Array.from({ length: triplets }, () => Number(rng.uniform() < noise));
      const guessed = Int32Array.from({ length: triplets }, () => rng.integer(3));
      return { guesses: tf.tensor1d(guesses), guessed: tf.tensor1d(guessed) };
    },
    compute({ embeddings, targets, noise: drawn, memory }) {
      if (!targets) {
        throw new LabError(`withJudgements: ${name} needs targets, which the data set does not have`);
      }
      const odd = tf.where(drawn['guesses']!.cast('bool'), drawn['guessed'] as Tensor1D, oddOnes(targets));
      return { loss: loss(embeddings, odd, options), memory };
    },
  };
}

/** Of each three rows the one that the nearest two leave out: int32 [T]. */
function oddOnes(targets: Tensor2D): Tensor1D {
  const [a, b, c] = tf.unstack(targets.reshape([targets.shape[0] / 3, 3, -1]), 1) as [Tensor, Tensor, Tensor];
  const apart = [b.squaredDifference(c), a.squaredDifference(c), a.squaredDifference(b)];
  return tf.stack(apart, 1).sum(2).argMin(1);
}
