import { checkRows, described } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther } from '../core/pairs';
import { checkPositive } from '../core/positive';
import { checkPositiveInteger } from '../core/positiveInteger';
import { root } from '../core/root';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { squaredEuclideanDistance } from '../distances/squaredEuclideanDistance';

/** The paper's values for MS-COCO. */
export const defaults = {
  /** Embeddings of each instance, K. */
  heads: 2,
  /** Margin between the right pair and a wrong one, ρ. */
  margin: 0.1,
  /** Weight of the term that keeps an instance's embeddings apart, λ₁. */
  diversity: 0.1,
  /** Weight of the term that makes the two sides alike as sets, λ₂. */
  discrepancy: 0.01,
  /** Width of that term's kernel, γ. */
  gamma: 0.5,
  /** Whether that kernel is exp(-γ d²), or exp(-γ d). */
  gaussian: true,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code, which does not square the kernel's distance. */
  authors: { gaussian: false },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * PVSE's loss: of two instances with K embeddings each, the best of the K x K pairs decides how alike they are.
 *
 *     L = 1/N Σ_i max_{j≠i} [ρ - s(x_i, y_i) + s(x_i, y_j)]₊ + max_{j≠i} [ρ - s(x_i, y_i) + s(x_j, y_i)]₊
 *         + λ₁ Σ_{sides} 1/(N K²) Σ_i |G_i - I| + λ₂ MMD
 *     s(x, y) = max_{p, q} cos(x^(p), y^(q))    G_i = cosines among the K residuals of an instance
 *
 * MMD is mean k(x, x') - 2 mean k(x, y) + mean k(y, y') over all embeddings. Memory is (N K)².
 * @paper pvse, equations 4 to 8
 * @reduction mean over all N instances, as the authors' code has it; the paper writes a sum
 * @normalisation embeddings are brought to length 1
 * @detached which pair is the best, which instance the hardest
 * @param x float32 [N, K · D], one side, an instance's embeddings side by side
 * @param y float32 [N, K · D], the other side: y_i belongs to x_i
 * @param residuals of both sides, shaped like them: what attention adds to the global feature; the embeddings themselves
 *   where the network has no such part
 * @returns float32 []
 */
export function multipleInstance(
  x: Tensor2D,
  y: Tensor2D,
  options: Partial<typeof defaults> = {},
  residuals: readonly [Tensor2D, Tensor2D] = [x, y],
): Scalar {
  const set = withDefaults('multipleInstance', defaults, options);
  checkPositive('multipleInstance', { gamma: set.gamma });
  [x, y, ...residuals].forEach((side) => checkSide(side, x, set.heads));
  return tf.tidy('multipleInstance', () => {
    const apart = residuals.map((side) => diversity(side, set.heads));
    const [a, b] = [embeddingsOf(x, set.heads), embeddingsOf(y, set.heads)];
    return ranking(a, b, set)
      .add<Scalar>(apart[0]!.add(apart[1]!).mul(set.diversity))
      .add<Scalar>(discrepancy(a, b, set).mul(set.discrepancy));
  });
}

function checkSide(side: Tensor, like: Tensor, heads: number): void {
  checkPositiveInteger('multipleInstance', 'heads', heads);
  checkRows('multipleInstance', 'a side', side);
  if (described(side) !== described(like) || side.shape[1]! % heads > 0) {
    throw new LabError(
      `multipleInstance: both sides must be float32 [N, ${heads} x D]; got ${described(like)} and ${described(side)}`,
    );
  }
}

/** Each embedding in a row of its own, of length 1: float32 [N · K, D]. */
function embeddingsOf(side: Tensor2D, heads: number): Tensor2D {
  const [rows, columns] = side.shape;
  return normalised(side.reshape([rows * heads, columns / heads]));
}

/** The hinge with the hardest instance, both ways: float32 []. */
function ranking(a: Tensor2D, b: Tensor2D, { heads, margin }: typeof defaults): Scalar {
  const rows = a.shape[0] / heads;
  const s = tf.matMul(a, b, false, true).reshape([rows, heads, rows, heads]).max<Tensor2D>([1, 3]); // [N, N]
  const others = everyOther(rows);
  const right = s.mul(tf.sub(1, others)).sum<Tensor2D>(1, true); // [N, 1]
  const hardest = (matches: Tensor2D, along: number) =>
    s.sub(matches).add(margin).relu().mul(others).max(along).mean<Scalar>();
  return hardest(right, 1).add(hardest(right.transpose(), 0));
}

/** How alike the embeddings of an instance are: float32 []. */
function diversity(side: Tensor2D, heads: number): Scalar {
  const each = embeddingsOf(side, heads).reshape([side.shape[0], heads, -1]); // [N, K, D]
  const gram = tf.matMul(each, each, false, true).mul(everyOther(heads)); // [N, K, K]
  return root(gram.square().sum([1, 2]))
    .mean<Scalar>()
    .div(heads ** 2);
}

/** Maximum mean discrepancy of the two sides: float32 []. */
function discrepancy(a: Tensor2D, b: Tensor2D, { gamma, gaussian }: typeof defaults): Scalar {
  const distance = gaussian ? squaredEuclideanDistance : euclideanDistance;
  const kernel = (from: Tensor2D, to: Tensor2D) => distance(from, to).mul(-gamma).exp().mean<Scalar>();
  return kernel(a, a).sub<Scalar>(kernel(a, b).mul(2)).add<Scalar>(kernel(b, b));
}
