import { checkRows, described } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's values. */
export const defaults = {
  /** How much nearer the two that are alike must be, δ; the paper has 0.1 where all three are of one emotion. */
  margin: 0.2,
  /** Whether the odd one is compared with both of the others, or with the first of them alone. */
  symmetric: true,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** A usual triplet, of an anchor, its match and the odd one. */
  oneSided: { symmetric: false },
} satisfies Record<string, Partial<typeof defaults>>;

/** The pairs of three, each opposite to the one that it leaves out. */
const opposite = [
  [1, 2],
  [0, 2],
  [0, 1],
] as const;

/** For each odd one, the distance that a one-sided triplet compares with: that of the first alike and the odd one. */
const firstOnly = [
  [0, 0, 1],
  [0, 0, 1],
  [0, 1, 0],
];

/**
 * Symmetric triplet loss on judgements: of three samples two are said to be most alike, and the third is the odd one out.
 *
 *     L = mean_t [ |f_a - f_p|² - |f_a - f_n|² + δ ]₊ + [ |f_a - f_p|² - |f_p - f_n|² + δ ]₊
 *
 * a and p are the two that are alike, n is the odd one.
 * @paper facial-expression-embedding, equation 1
 * @reduction mean over all T triplets
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [3T, D], the three of a triplet side by side
 * @param odd int32 [T], which of its three is the odd one: 0, 1 or 2
 * @param margins float32 [T], in place of the one margin
 * @returns float32 []
 */
export function symmetricTriplet(
  embeddings: Tensor2D,
  odd: Tensor1D,
  options: Partial<typeof defaults> = {},
  margins?: Tensor1D,
): Scalar {
  const triplets = checkTriplets(embeddings, odd, margins);
  const { margin, symmetric } = withDefaults('symmetricTriplet', defaults, options);
  return tf.tidy('symmetricTriplet', () => {
    const three = tf.unstack(normalised(embeddings).reshape([triplets, 3, -1]), 1); // of [T, D]
    const d = tf.stack(
      opposite.map(([a, b]) => three[a]!.squaredDifference(three[b]!).sum(1)),
      1,
    ) as Tensor2D; // [T, 3]
    const isOdd = tf.oneHot(odd, 3).toFloat() as Tensor2D; // [T, 3]
    const alike = d.mul(isOdd).sum(1, true); // [T, 1]
    const compared = symmetric ? tf.sub(1, isOdd) : isOdd.matMul(tf.tensor2d(firstOnly));
    const terms = alike.sub(d).add(margins ? margins.expandDims(1) : margin);
    return terms.relu().mul(compared).sum<Scalar>().div(triplets);
  });
}

function checkTriplets(embeddings: Tensor2D, odd: Tensor, margins?: Tensor): number {
  checkRows('symmetricTriplet', 'embeddings', embeddings);
  const [rows] = embeddings.shape;
  if (rows % 3 !== 0) {
    throw new LabError(`symmetricTriplet: embeddings must be rows of three and three; got ${rows} rows`);
  }
  const triplets = rows / 3;
  if (described(odd) !== `int32 [${triplets}]`) {
    throw new LabError(`symmetricTriplet: odd must be int32 [${triplets}]; got ${described(odd)}`);
  }
  if (margins && described(margins) !== `float32 [${triplets}]`) {
    throw new LabError(`symmetricTriplet: margins must be float32 [${triplets}]; got ${described(margins)}`);
  }
  return triplets;
}
