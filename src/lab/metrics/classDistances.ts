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
 * Cost: a pass over the rows by cosine; by euclidean a product for each pair within a class, and for each pair of classes.
 * @paper revisiting-training-strategies-dml, its definitions of π_intra, π_inter and π_ratio
 * @param set labelled embeddings, any length
 * @throws LabError where sizes do not fit, or numbers are not finite
 */
export function classDistances(set: Embedded, options: Partial<typeof defaults> = {}): ClassDistances {
  const { distance } = withDefaults('classDistances', defaults, options);
  const meanDistance = choice('classDistances', 'distance', distances, distance);
  checkEmbedded('classDistances: the set', set);
  const classes = [...rowsByLabel(set).values()];
  const all = Float64Array.from(set.embeddings);
  const means = classes.map((rows) => meanRow(all, rows, set.dimension));
  const within = classes
    .filter((rows) => rows.length > 1)
    .map((rows) => meanDistance(rows.map((row) => rowAt(all, row, set.dimension))));
  const intra = within.length === 0 ? 0 : within.reduce((sum, value) => sum + value, 0) / within.length;
  const inter = means.length === 1 ? 0 : meanDistance(means);
  return { intra, inter, ratio: inter === 0 ? 0 : intra / inter };
}

const rowAt = (all: Float64Array, row: number, dimension: number) =>
  all.subarray(row * dimension, (row + 1) * dimension);

function meanRow(all: Float64Array, rows: readonly number[], dimension: number): Float64Array {
  const mean = new Float64Array(dimension);
  for (const row of rows) rowAt(all, row, dimension).forEach((value, i) => (mean[i]! += value / rows.length));
  return mean;
}

/**
 * Mean cosine distance of all pairs of at least two rows, without a look at each pair: the products of all pairs of unit rows sum to
 * ‖Σ uᵢ‖² - Σ ‖uᵢ‖². A row of zeros is at distance 1 from every other.
 */
function cosine(rows: readonly Float64Array[]): number {
  const sum = new Float64Array(rows[0]!.length);
  let units = 0;
  for (const row of rows) {
    const length = Math.sqrt(row.reduce((squares, value) => squares + value ** 2, 0));
    if (length === 0) continue;
    units++;
    row.forEach((value, i) => (sum[i]! += value / length));
  }
  const products = sum.reduce((squares, value) => squares + value ** 2, 0) - units;
  return 1 - products / (rows.length * (rows.length - 1));
}

/** Mean distance of all pairs of at least two rows. */
function euclidean(rows: readonly Float64Array[]): number {
  let sum = 0;
  for (let a = 1; a < rows.length; a++) for (let b = 0; b < a; b++) sum += apart(rows[a]!, rows[b]!);
  return sum / ((rows.length * (rows.length - 1)) / 2);
}

function apart(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

const distances = { cosine, euclidean };
