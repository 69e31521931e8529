import { detached } from '../core/detached';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor, type Tensor2D } from '../core/tf';

/**
 * Spanning-tree positives: of the positive pairs of each class only those that its minimum spanning tree needs, so that
 * every two members hang together by near neighbours and a class may keep several modes.
 *
 *     P_c = MST(V_c, d_ij)    n - 1 of the n (n - 1) / 2 pairs of a class with n members in the batch
 *
 * A pair stands in the tree where no way round over other members has only shorter hops. That way's longest hop is found
 * for all pairs at once, by the recurrence of Floyd and Warshall with maximum for plus, in O(B³) time and O(B²) memory.
 * Where distances are equal there may be several trees; then every pair of any of them is kept.
 *
 * The two data streams of unequal length that the paper feeds are not part of this: their make-up was not seen.
 * @paper damlrrm, the positive pool by the minimum-cost spanning tree; the loss around it was not seen
 * @param distance float32 [B, B], small is near; a constant here. Of d_ij and d_ji, alike but for rounding, the lesser
 *   counts
 * @param pairs float32 [B, B] each, symmetric, 0 or 1
 * @returns the positive pairs of the trees, symmetric, and all negative pairs: float32 [B, B] each
 */
export function spanningTree(distance: Tensor2D, { positive, negative }: PairMasks): PairMasks {
  const tree = (distances: Tensor2D): Tensor2D => {
    const none = tf.fill(positive.shape, 1e30);
    const lesser: Tensor2D = tf.minimum(distances, distances.transpose());
    const direct = tf.where(positive.cast('bool'), lesser, none);
    let hop: Tensor = direct; // the longest hop of the best way so far
    for (let via = 0; via < positive.shape[0]; via++) {
      const [to, from] = [hop.slice([0, via], [-1, 1]), hop.slice([via, 0], [1, -1])];
      hop = tf.minimum(hop, tf.maximum(to, from));
    }
    return tf.lessEqual(direct, hop).toFloat().mul(positive);
  };
  return { positive: tf.tidy(() => detached(tree)(distance)), negative };
}
