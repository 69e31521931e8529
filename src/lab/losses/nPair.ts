import { checkBatch } from '../core/checkBatch';
import { classPairs } from '../core/classPairs';
import { first, logOnePlusSumExp } from '../core/masked';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { pairCrossEntropy } from '../core/pairCrossEntropy';
import { pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { pairwiseDistance, type DistanceName } from '../distances/pairwiseDistance';

/** The paper's values. */
export const defaults = {
  /** Weight of the embeddings' mean squared length, λ. */
  l2: 0.02,
  /** The logits are minus this distance: dotProduct (the product itself), signalToNoise, or another. */
  distance: 'dotProduct' as DistanceName,
  /** Bring embeddings to length 1 first; makes the softmax almost flat. */
  normalise: false,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** On unit vectors, as pytorch-metric-learning has it. */
  pml: { l2: 0, normalise: true },
  /** Signal-to-noise distances in place of products (Yuan et al. 2019). */
  signalToNoise: { l2: 0, distance: 'signalToNoise' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Multi-class N-pair loss: an anchor tells its positive from those of all other anchors.
 *
 *     L = mean_i  log(1 + Σ_{j≠i} exp(s(x_i, x_j⁺) - s(x_i, x_i⁺)))  +  λ mean_b |x_b|²
 *
 * There is one pair (x_i, x_i⁺) of each class: the first two samples of the class in the batch. The paper's batches have
 * two of each; what more there is counts in the second term alone.
 * @paper n-pair, the N-pair-mc loss with the penalty on lengths
 * @reduction mean over the N pairs, one a class; a class of one sample has none; the second term is a mean over all rows
 * @normalisation none, unless `normalise` is true
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference where positives come from, where not from the batch itself
 * @returns float32 []
 */
export function nPair(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('nPair', embeddings, labels);
  const set = withDefaults('nPair', defaults, options);
  return tf.tidy('nPair', () => {
    const apart = reference
      ? amongReferences(set, embeddings, labels, reference)
      : withinBatch(set, embeddings, labels);
    const lengths = embeddings.square().sum<Scalar>();
    return apart.add(lengths.mul(set.l2 / labels.size));
  });
}

/** The first term, where P, the most pairs that there can be, is ⌊B / 2⌋. */
function withinBatch(set: typeof defaults, embeddings: Tensor2D, labels: Tensor1D): Scalar {
  const pairs = classPairs(labels);
  if (set.distance === 'dotProduct') {
    const rows = set.normalise ? normalised(embeddings) : embeddings;
    return pairCrossEntropy(rows, pairs);
  }
  const { anchors, positives, count } = pairs;
  const isPair = tf.less(tf.range(0, anchors.size), count).toFloat() as Tensor1D;
  const rowsOf = (places: Tensor1D) => tf.gather(embeddings, places) as Tensor2D;
  const s = pairwiseDistance('nPair', set, rowsOf(anchors), rowsOf(positives)).neg<Tensor2D>();
  return toldApart(s, isPair);
}

/**
 * Mean over the pairs of log(1 + Σ_{j≠i} exp(s_ij - s_ii)).
 * @param s how near P anchors, the rows, are to their positives, on the diagonal, and to those of the others: float32 [P, P]
 * @param isPair 0 where there is no such pair: float32 [P]
 */
function toldApart(s: Tensor2D, isPair: Tensor1D): Scalar {
  const own = tf.eye(isPair.size);
  const gap = s.sub<Tensor2D>(s.mul(own).sum(1, true)); // [P, P]
  const others = isPair.expandDims(0).sub<Tensor2D>(own).relu<Tensor2D>();
  return reduce(logOnePlusSumExp(gap, others), isPair, 'mean');
}

/** The same where P is B: each row may be the first of its class. */
function amongReferences(
  set: typeof defaults,
  embeddings: Tensor2D,
  labels: Tensor1D,
  reference: Reference,
): Scalar {
  const { others, positive } = pairs(embeddings, labels, reference);
  const own = first(positive).mul<Tensor2D>(leads(labels)); // [B, M], one 1 in the row of each anchor
  const positives = tf.matMul<Tensor2D>(own, others);
  return toldApart(pairwiseDistance('nPair', set, embeddings, positives).neg(), own.max(1));
}

/** 1 for the first row of each class, else 0: float32 [B, 1]. */
function leads(labels: Tensor1D): Tensor2D {
  const same = tf.equal(labels.expandDims(1), labels.expandDims(0)).toFloat() as Tensor2D;
  const row = tf.range(0, labels.size).expandDims(1);
  const earlier = tf.greater(row, row.transpose()).toFloat();
  return tf.sub(1, same.mul(earlier).max(1, true));
}
