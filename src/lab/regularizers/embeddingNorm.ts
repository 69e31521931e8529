import { checkRows } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { magnitude } from '../core/magnitude';
import { withDefaults } from '../core/options';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's form: the squared length. */
export const defaults = {
  /** Which norm, p: 1 sums the coordinates' sizes, 2 is the length. At least 1. */
  p: 2,
  /** Power of the norm. */
  power: 2,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The length itself: the default of pytorch-metric-learning. */
  length: { power: 1 },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Embedding norm: embeddings stay short where a loss does not bring them to length 1.
 *
 *     R = mean_i ‖x_i‖_p ^ power
 *
 * @paper n-pair, the penalty on the length of embeddings
 * @reduction mean over the rows
 * @normalisation none: rows of length 1 have nothing to lose
 * @detached nothing; the slope at a row of zeros is 0
 * @param rows float32 [R, D]
 * @returns float32 []
 */
export function embeddingNorm(rows: Tensor2D, options: Partial<typeof defaults> = {}): Scalar {
  checkRows('embeddingNorm', 'rows', rows);
  const { p, power } = withDefaults('embeddingNorm', defaults, options);
  if (p < 1) throw new LabError(`embeddingNorm: p must be at least 1; got ${p}`);
  checkPositive('embeddingNorm', { power });
  return tf.tidy('embeddingNorm', () => {
    const sums = magnitude(rows).pow(p).sum<Tensor1D>(1); // [R]
    // A root has no slope at 0: there the floor takes its place.
    return power === p
      ? sums.mean()
      : tf
          .maximum(sums, 1e-24)
          .pow(power / p)
          .mean();
  });
}
