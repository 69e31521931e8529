import { detached } from '../core/detached';
import { firstLargest, firstSmallest } from '../core/extremes';
import { LabError } from '../core/labError';
import { maskedMax, maskedMin } from '../core/masked';
import { choice, withDefaults } from '../core/options';
import type { PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';

/** Easy positives with semi-hard negatives, as in "Improved Embeddings with Easy Positive Triplet Mining". */
export const defaults = {
  /** easy: the nearest positive; hard: the farthest; semiHard: the farthest nearer than the negative; all. */
  positives: 'easy' as Difficulty,
  /** easy: the farthest negative; hard: the nearest; semiHard: the nearest farther than the positive; all. */
  negatives: 'semiHard' as Difficulty,
};
type Difficulty = 'easy' | 'semiHard' | 'hard' | 'all';

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The hardest of both: batch-hard. */
  hard: { positives: 'hard', negatives: 'hard' },
  /** FaceNet's choice for a given positive, here the farthest. */
  semiHard: { positives: 'hard', negatives: 'semiHard' },
  /** Easy positives, hard negatives. */
  easyHard: { positives: 'easy', negatives: 'hard' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * One positive and one negative for each anchor, each as easy or hard as wanted, or all of them.
 *
 *     hard:      p = argmax_{j∈P(a)} d_aj                  n = argmin_{j∈N(a)} d_aj
 *     semi-hard: p = argmax_{j∈P(a), d_aj < d_an} d_aj     n = argmin_{j∈N(a), d_aj > d_ap} d_aj
 *     easy:      p = argmin_{j∈P(a)} d_aj                  n = argmax_{j∈N(a)} d_aj
 *
 * Of equal ones the first in the batch counts. An anchor keeps both of its pairs or none, unless one side is `all`.
 * @paper triplet-facenet-semihard, the choice of pairs; the grid is that of Xuan et al. 2020
 * @param distance float32 [B, M], small is near; a constant here: masks have no slope
 * @param pairs what may be kept, float32 [B, M] each, 0 or 1
 * @returns what is kept, float32 [B, M] each, 0 or 1
 * @throws LabError where one side is semi-hard and the other is no single pair: semiHard or all
 */
export function batchEasyHard(
  distance: Tensor2D,
  pairs: PairMasks,
  options: Partial<typeof defaults> = {},
): PairMasks {
  const { positives, negatives } = withDefaults('batchEasyHard', defaults, options);
  choice('batchEasyHard', 'positives', easyHardPositives, positives);
  choice('batchEasyHard', 'negatives', easyHardNegatives, negatives);
  const kinds = [positives, negatives];
  if (kinds.includes('semiHard') && kinds.every((kind) => kind === 'semiHard' || kind === 'all')) {
    throw new LabError(
      `batchEasyHard: positives '${positives}' and negatives '${negatives}': semi-hard needs a single pair on the other side; take easy or hard there`,
    );
  }
  // Two functions, for what is detached gives one tensor; the graph computes what they share once.
  const kept = (of: keyof PairMasks) =>
    detached((d: Tensor2D): Tensor2D => easyHardPairs(d, pairs, positives, negatives)[of])(distance);
  return { positive: kept('positive'), negative: kept('negative') };
}

type EasyHardChoice = (distance: Tensor2D, may: Tensor2D, other: Tensor2D) => Tensor2D;

const easyHardPositives: Readonly<Record<Difficulty, EasyHardChoice>> = {
  easy: (d, may) => firstSmallest(d, may),
  hard: (d, may) => firstLargest(d, may),
  semiHard: (d, may, other) => {
    const nearer = tf.less(d, maskedMin(d, other).expandDims(1)).toFloat();
    return firstLargest(d, may.mul(nearer));
  },
  all: (_, may) => may,
};

const easyHardNegatives: Readonly<Record<Difficulty, EasyHardChoice>> = {
  easy: (d, may) => firstLargest(d, may),
  hard: (d, may) => firstSmallest(d, may),
  semiHard: (d, may, other) => {
    const farther = tf.greater(d, maskedMax(d, other).expandDims(1)).toFloat();
    return firstSmallest(d, may.mul(farther));
  },
  all: (_, may) => may,
};

function easyHardPairs(d: Tensor2D, may: PairMasks, positives: Difficulty, negatives: Difficulty): PairMasks {
  // What is semi-hard hangs on the other's choice. Where that chose nothing, the row is dropped below.
  const positive = easyHardPositives[positives === 'semiHard' ? 'all' : positives](
    d,
    may.positive,
    may.negative,
  );
  const negative = easyHardNegatives[negatives](d, may.negative, positive);
  const chosen = positives === 'semiHard' ? easyHardPositives.semiHard(d, may.positive, negative) : positive;
  if (positives === 'all' || negatives === 'all') return { positive: chosen, negative };
  const whole = tf.minimum(chosen.max(1, true), negative.max(1, true)); // [B, 1]
  return { positive: chosen.mul(whole), negative: negative.mul(whole) };
}
