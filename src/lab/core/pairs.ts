import { described } from './checkBatch';
import { LabError } from './labError';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf';

/** What the rows of a batch are compared with, where that is not the batch itself: a memory of earlier batches, say. */
export interface Reference {
  /** float32 [M, D] */
  readonly embeddings: Tensor2D;
  /** int32 [M] */
  readonly labels: Tensor1D;
  /** float32 [B, M]: 1 where row and reference make a pair; 0 where they are the same sample, or the place is empty. */
  readonly comparable: Tensor2D;
  /** Whether rows have few negatives, as drawn ones are: triplets are gone through by these then, not by the positives. */
  readonly fewNegatives?: boolean;
}

/** Which rows make pairs, or which of these a miner keeps. */
export interface PairMasks {
  /** 1 for a pair of one class, else 0: float32 [B, M]. A row with itself is no pair. */
  readonly positive: Tensor2D;
  /** 1 for a pair of two classes, else 0: float32 [B, M]. */
  readonly negative: Tensor2D;
}

/** The pairs of a batch. */
export interface Pairs extends PairMasks {
  /** What the rows are compared with: float32 [M, D]. */
  readonly others: Tensor2D;
  /** The reference's. */
  readonly fewNegatives?: boolean | undefined;
}

/**
 * Every row of the batch against every other row, or against a reference.
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @throws LabError where the reference does not fit the batch
 */
export function pairs(embeddings: Tensor2D, labels: Tensor1D, reference?: Reference): Pairs {
  if (reference) checkReference(embeddings, reference);
  const same = tf.equal(labels.expandDims(1), (reference?.labels ?? labels).expandDims(0));
  if (!reference) {
    const positive = tf.logicalAnd(same, offDiagonal(labels.size)).toFloat() as Tensor2D;
    return { others: embeddings, positive, negative: tf.logicalNot(same).toFloat() as Tensor2D };
  }
  const where = (pair: Tensor): Tensor2D => pair.toFloat().mul(reference.comparable);
  const { embeddings: others, fewNegatives } = reference;
  return { others, positive: where(same), negative: where(tf.logicalNot(same)), fewNegatives };
}

/**
 * For a loss on a batch as a whole, which has no use for a reference.
 * @throws LabError where there is one
 */
export function refuseReference(idea: string, reference?: Reference): void {
  if (reference) throw new LabError(`${idea}: compares a batch with itself alone; it cannot use a memory`);
}

/** 0 on the diagonal, else 1: float32 [rows, rows]. */
export function everyOther(rows: number): Tensor2D {
  return offDiagonal(rows).toFloat();
}

function offDiagonal(rows: number): Tensor2D {
  const row = tf.range(0, rows, 1, 'int32');
  return tf.notEqual(row.expandDims(1), row.expandDims(0)) as Tensor2D;
}

function checkReference(embeddings: Tensor2D, reference: Reference): void {
  const [batch, dimension] = embeddings.shape;
  const [size] = reference.embeddings.shape;
  const expected = [
    ['embeddings', reference.embeddings, `float32 [${size}, ${dimension}]`],
    ['labels', reference.labels, `int32 [${size}]`],
    ['comparable', reference.comparable, `float32 [${batch}, ${size}]`],
  ] as const;
  for (const [name, tensor, wanted] of expected) {
    if (described(tensor) !== wanted) {
      throw new LabError(`reference: ${name} must be ${wanted}; got ${described(tensor)}`);
    }
  }
}
