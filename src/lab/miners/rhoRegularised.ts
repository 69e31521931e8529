import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { Pairs } from '../core/pairs';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import { distanceWeighted, drawn } from './distanceWeighted';

/** The authors' values for CUB-200-2011. */
export const defaults = {
  /** Chance that an anchor's negative is a sample of its own class, p. */
  probability: 0.4,
  /** Nearer negatives are drawn as if they were this far. */
  cutoff: 0.5,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' value for Cars-196, all losses. */
  cars: { probability: 0.35 },
  /** The authors' value for Stanford Online Products, all losses. */
  products: { probability: 0.15 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Rho-regularised tuples: now and then the negative of an anchor is one of its own class, so that classes do not collapse.
 *
 *     with probability p   (a, p, n) → (a, a, p')    y_p' = y_a, p' ≠ a
 *     else                 (a, p, n)                 p at random, n by distance weighting
 *
 * A switched anchor has no positive pair: its distance to itself is 0. Distance weighting has no upper cutoff here, as
 * in the authors' code. An anchor without positives or without negatives keeps no pair.
 * @paper revisiting-training-strategies-dml, section 5, ρ-regularisation
 * @param distance float32 [B, M], Euclidean distances of unit vectors; a constant here
 * @param pairs what may be drawn, float32 [B, M] each
 * @param dimension columns of the embeddings, D
 * @param uniform float32 [3, B], 0 to 1: one draw each for positive, negative and coin
 * @returns what is pulled and what is pushed, float32 [B, M] each, at most a single 1 in a row
 * @throws LabError where the probability is no number from 0 to 1
 */
export function rhoRegularised(
  distance: Tensor2D,
  { positive, negative }: Pick<Pairs, 'positive' | 'negative'>,
  dimension: number,
  uniform: Tensor2D,
  options: Partial<typeof defaults> = {},
): Pick<Pairs, 'positive' | 'negative'> {
  const { probability, cutoff } = withDefaults('rhoRegularised', defaults, options);
  if (probability < 0 || probability > 1) {
    throw new LabError(`rhoRegularised: probability must be a number from 0 to 1; got ${probability}`);
  }
  const [ofPositive, ofNegative, ofCoin] = tf.unstack(uniform) as [Tensor1D, Tensor1D, Tensor1D];
  const whole = tf.minimum(positive.max(1, true), negative.max(1, true)); // [B, 1]: anchors that have both
  const alike = drawn(positive.div(tf.maximum(positive.sum(1, true), 1)), ofPositive).mul<Tensor2D>(whole);
  const beyond = { cutoff, nonzeroLossCutoff: 2 };
  const other = drawn(distanceWeighted(distance, negative, dimension, beyond), ofNegative).mul(whole);
  const heads = detached((u: Tensor): Tensor => tf.less(u, probability).toFloat());
  const switched = heads(ofCoin.expandDims(1)); // [B, 1]
  const kept = tf.sub(1, switched);
  return { positive: alike.mul(kept), negative: alike.mul(switched).add(other.mul(kept)) };
}
