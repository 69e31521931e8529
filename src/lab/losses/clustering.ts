import { checkBatch } from '../core/checkBatch';
import { detached } from '../core/detached';
import { first, maskedMax, maskedMin } from '../core/masked';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther, refuseReference, type Reference } from '../core/pairs';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';

/** The paper's values, but for the bound. */
export const defaults = {
  /** Weight of the margin, γ. */
  gamma: 1,
  /** Steps of the search at most: as many medoids as the batch has classes are found, but no more than this. */
  clusters: 32,
};

/**
 * Clustering loss: the score of the true clustering must beat that of any other by a margin that grows with how wrong it is.
 *
 *     L = [ F(S) + γ (1 - NMI(S, y)) - Σ_k max_{j∈k} F_k({j}) ]₊    F(S) = -Σ_i min_{j∈S} |f_i - f_j|
 *
 * S are as many medoids as there are classes, found greedily: each step adds the one with which F + γ (1 - NMI) is greatest,
 * over all samples at once by masks. F_k is the score within class k. NMI is 1 where there is one cluster and one class. The
 * paper's exchange of medoids after the greedy steps is left out. Time is `clusters` x B³, memory B².
 * @paper clustering-facility-location, equations 4 to 8 and algorithm 1
 * @reduction one score of the batch
 * @normalisation embeddings are brought to length 1
 * @detached medoids, assignments and NMI
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference none: it cannot use one
 * @returns float32 []
 */
export function clustering(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  refuseReference('clustering', reference);
  checkBatch('clustering', embeddings, labels);
  const { gamma, clusters } = withDefaults('clustering', defaults, options);
  checkPositiveInteger('clustering', 'clusters', clusters);
  return tf.tidy('clustering', () => {
    const rows = normalised(embeddings);
    const d = euclideanDistance(rows, rows); // [B, B]
    const same = tf.equal(labels.expandDims(1), labels.expandDims(0)).toFloat() as Tensor2D;
    const truth = detached((distance: Tensor2D) => trueMedoids(distance, same))(d);
    const steps = Math.min(clusters, labels.size);
    const found = detached((distance: Tensor2D) => foundMedoids(distance, same, gamma, steps))(d);
    const wrong = detached((medoids: Tensor2D) => tf.sub<Tensor1D>(1, nmi(together(medoids), same)))(found);
    const gap = truth.sub(found).mul(d).sum<Scalar>(); // F(S) is minus the distances to the medoids found
    return gap.add<Scalar>(wrong.sum<Scalar>().mul(gamma)).relu();
  });
}

/** 1 where the column is the best medoid of the row's class: float32 [B, B]. */
function trueMedoids(d: Tensor2D, same: Tensor2D): Tensor2D {
  const cost = d.mul(same).sum<Tensor2D>(0, true).mul<Tensor2D>(tf.onesLike(same)); // of each column, within its class
  const least = maskedMin(cost, same).expandDims<Tensor2D>(1);
  return first(tf.lessEqual(cost, least).toFloat().mul<Tensor2D>(same));
}

/** 1 where the column is the medoid that serves the row, after the greedy search: float32 [B, B]. */
function foundMedoids(d: Tensor2D, same: Tensor2D, gamma: number, steps: number): Tensor2D {
  const rows = d.shape[0];
  const classes = same.sum(1).reciprocal().sum<Scalar>();
  const itself = tf.sub<Tensor2D>(1, everyOther(rows));
  let served = tf.zerosLike(d); // [B, B]
  let chosen = tf.zeros([1, rows]) as Tensor2D;
  let nearest = tf.fill([1, rows], 1e9) as Tensor2D; // farther than any
  for (let step = 0; step < steps; step++) {
    // Row c of each of these is the clustering with c as one medoid more. A medoid serves itself, whatever lies on it.
    const moves = tf.maximum(tf.less(d, nearest).toFloat(), itself).mul<Tensor2D>(tf.sub(1, chosen)); // [B, B]
    const score = tf.minimum(d, nearest).sum<Tensor2D>(1, true).neg(); // [B, 1]
    const wrong = tf.sub(1, nmiWithMoves(moves, together(served), same)).expandDims<Tensor2D>(1);
    const total = score.add(wrong.mul(gamma)).transpose<Tensor2D>(); // [1, B]
    const open = tf.sub<Tensor2D>(1, chosen);
    const best = maskedMax(total, open).expandDims<Tensor2D>(1);
    const counts = tf.greater(classes, step + 0.5).toFloat(); // 0 once there is a medoid for each class
    const pick = first(tf.greaterEqual(total, best).toFloat().mul<Tensor2D>(open)).mul<Tensor2D>(counts); // [1, B]
    const moved = pick.matMul(moves).transpose<Tensor2D>(); // [B, 1]
    served = served.mul<Tensor2D>(tf.sub(1, moved)).add(moved.mul(pick));
    nearest = tf.minimum(nearest, pick.matMul(d).add(tf.sub(1, counts).mul(1e9)));
    chosen = chosen.add(pick);
  }
  return served;
}

/** 1 where two rows have the same medoid: float32 [B, B]. */
function together(served: Tensor2D): Tensor2D {
  return tf.matMul(served, served, false, true);
}

/** Normalised mutual information of one clustering and the classes: float32 [1]. */
function nmi(cluster: Tensor2D, same: Tensor2D): Tensor1D {
  const sizes = cluster.sum<Tensor1D>(1).expandDims<Tensor2D>(0);
  return information(sizes, cluster.mul(same).sum<Tensor1D>(1).expandDims<Tensor2D>(0), same);
}

/**
 * The same for many clusterings: row c of `moves` has 1 for the samples that leave the clustering `cluster` for a new
 * cluster of their own.
 * @returns float32 [B]
 */
function nmiWithMoves(moves: Tensor2D, cluster: Tensor2D, same: Tensor2D): Tensor1D {
  const stay = tf.sub<Tensor2D>(1, moves);
  const count = (weights: Tensor2D) =>
    moves.mul<Tensor2D>(moves.matMul(weights)).add<Tensor2D>(stay.mul(stay.matMul(cluster.mul(weights))));
  return information(count(tf.onesLike(same)), count(same), same);
}

/**
 * Mutual information over the root of the entropies' product.
 * @param sizes float32 [C, B], how many are in the cluster of each sample
 * @param both how many of those are of its class
 * @returns float32 [C]
 */
function information(sizes: Tensor2D, both: Tensor2D, same: Tensor2D): Tensor1D {
  const rows = same.shape[0];
  const classSizes = same.sum<Tensor1D>(1).expandDims<Tensor2D>(0);
  const ofClusters = sizes.div(rows).log().mean(1).neg();
  const ofClasses = classSizes.div(rows).log().mean(1).neg();
  const mutual = both.mul(rows).div(sizes.mul(classSizes)).log().mean<Tensor1D>(1);
  // 0/0 becomes 1: one cluster, one class.
  return mutual.add<Tensor1D>(1e-10).div(ofClusters.mul(ofClasses).relu().sqrt().add(1e-10));
}
