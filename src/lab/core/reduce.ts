import { above } from './detached';
import { tf, type Scalar, type Tensor } from './tf';

/** How the terms of a loss become one number: their mean, the mean of those above 0, or their sum. */
export type Reduction = 'mean' | 'nonzero' | 'sum';

export const reductions: Readonly<Record<Reduction, Reduction>> = {
  mean: 'mean',
  nonzero: 'nonzero',
  sum: 'sum',
};

/**
 * One number from the terms that count; 0 where none does.
 * @param terms float32, any shape; finite also where it does not count
 * @param counts float32, the same shape, 0 or 1
 */
export function reduce(terms: Tensor, counts: Tensor, reduction: Reduction): Scalar {
  const kept = terms.mul(counts);
  if (reduction === 'sum') return kept.sum();
  return kept.sum<Scalar>().div(atLeastOne((reduction === 'mean' ? counts : above(kept, 0)).sum()));
}

/** A count to divide by: 1 where it is 0. */
export function atLeastOne<T extends Tensor>(count: T): T {
  return tf.maximum(count, 1);
}
