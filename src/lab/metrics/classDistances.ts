import { choice, withDefaults } from '../core/options';
import { checkEmbedded, rowsByLabel, type Embedded } from '../numeric/embedded';

export const defaults = {
  /** Between two rows, or the means of two classes: cosine, as in the authors' code, or euclidean. */
  distance: 'cosine' as 'cosine' | 'euclidean',
};

interface ClassDistances {
  /** Mean distance of two of a class; mean over classes of at least two. */
  readonly intra: number;
  /** Mean distance of the means of two classes. */
  readonly inter: number;
  /** intra / inter, the embedding space density. */
  readonly ratio: number;
}

/**
 * Distances within classes and between them, and their ratio: how densely an embedding space is filled.
 *
 *     intra = mean over classes of the mean of d(xᵢ, xⱼ), i ≠ j    inter = mean of d(μ_k, μ_l), k ≠ l    ratio = intra / inter
 *
 * Where no class has two rows intra is 0; for a single class inter is 0; where inter is 0 the ratio is 0.
 * Cost: a product for each pair within a class, and for each pair of classes.
 * @paper revisiting-training-strategies-dml, its definitions of π_intra, π_inter and π_ratio
 * @param set labelled embeddings, any length
 * @throws LabError where sizes do not fit, or numbers are not finite
 */
export function classDistances(set: Embedded, options: Partial<typeof defaults> = {}): ClassDistances {
  const { distance } = withDefaults('classDistances', defaults, options);
  const between = choice('classDistances', 'distance', distances, distance);
  checkEmbedded('classDistances: the set', set);
  const classes = [...rowsByLabel(set).values()];
  const all = Float64Array.from(set.embeddings);
  const means = classes.map((rows) => meanRow(all, rows, set.dimension));
  const within = classes
    .filter((rows) => rows.length > 1)
    .map((rows) =>
      meanDistance(
        rows.map((row) => rowAt(all, row, set.dimension)),
        between,
      ),
    );
  const intra = within.length === 0 ? 0 : within.reduce((sum, value) => sum + value, 0) / within.length;
  const inter = means.length === 1 ? 0 : meanDistance(means, between);
  return { intra, inter, ratio: inter === 0 ? 0 : intra / inter };
}

const rowAt = (all: Float64Array, row: number, dimension: number) =>
  all.subarray(row * dimension, (row + 1) * dimension);

function meanRow(all: Float64Array, rows: readonly number[], dimension: number): Float64Array {
  const mean = new Float64Array(dimension);
  for (const row of rows) rowAt(all, row, dimension).forEach((value, i) => (mean[i]! += value / rows.length));
  return mean;
}

/** Over all pairs of at least two rows. */
function meanDistance(rows: readonly Float64Array[], between: typeof cosine): number {
  let sum = 0;
  for (let a = 1; a < rows.length; a++) for (let b = 0; b < a; b++) sum += between(rows[a]!, rows[b]!);
  return sum / ((rows.length * (rows.length - 1)) / 2);
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    ofA += a[i]! ** 2;
    ofB += b[i]! ** 2;
  }
  return ofA * ofB === 0 ? 1 : 1 - product / Math.sqrt(ofA * ofB);
}

function euclidean(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

const distances = { cosine, euclidean };
