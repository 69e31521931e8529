import { tf, type Scalar, type Tensor1D } from './tf';

/** The first two rows of each class of a batch. P is the most pairs that B rows can make, ⌊B / 2⌋. */
export interface ClassPairs {
  /** The first row of each class: int32 [P]; after the last pair any row. */
  readonly anchors: Tensor1D;
  /** The second row of each class, likewise: int32 [P]. */
  readonly positives: Tensor1D;
  /** How many classes have two rows: float32 []. */
  readonly count: Scalar;
}

/**
 * Finds the pairs by sorting the labels, O(B log B).
 * @param labels int32 [B]
 */
export function classPairs(labels: Tensor1D): ClassPairs {
  const size = labels.size;
  const { values, indices } = tf.topk(labels, size); // of equal labels the first row comes first
  const [left, right] = [values.slice(0, size - 1), values.slice(1)];
  const isSame = tf.equal(left, right).toFloat() as Tensor1D; // [B - 1]: as the next one
  const opens = isSame
    .pad([[0, 1]])
    .sub<Tensor1D>(isSame.pad([[1, 0]]))
    .relu<Tensor1D>(); // [B]: the first of two or more
  const first = tf.topk(opens, Math.max(1, Math.floor(size / 2))).indices;
  const second = first.add(tf.scalar(1, 'int32')).minimum<Tensor1D>(tf.scalar(size - 1, 'int32'));
  return {
    anchors: tf.gather(indices, first) as Tensor1D,
    positives: tf.gather(indices, second) as Tensor1D,
    count: opens.sum(),
  };
}
