import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { random, shuffled } from '../core/random';
import { checkEmbedded, rowsByLabel, type Embedded } from '../numeric/embedded';
import { eigenvalues } from '../numeric/singularValues';

/** As in the paper's experiments. */
export const defaults = {
  /** Nearest neighbours of each sample that are looked at, k. */
  neighbours: 3,
  /** Samples drawn of each class; smaller classes are taken whole. */
  samples: 100,
  /** Of the draw: it changes nothing where every class is taken whole. */
  seed: 0,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The default of the authors' code. */
  official: { samples: 250 },
} satisfies Record<string, Partial<typeof defaults>>;

/** The least volume of a neighbourhood, as in the authors' code. */
const leastVolume = 1e-4;

/**
 * Cumulative spectral gradient (CSG): how much the classes of a data set overlap in an embedding. 0 where none do.
 *
 *     S_ij ∝ mean over samples x of class i of (neighbours of x in class j) / (k V(x)), rows of sum 1
 *     V(x) = ∏ over dimensions of the largest |xₙ - x| among the neighbours, at least 1e-4
 *     W_ij = 1 - Σ|S_ik - S_jk| / Σ|S_ik + S_jk|    L = diag(Σⱼ W_ij) - W with eigenvalues λ₀ ≤ λ₁ ≤ …
 *     CSG = Σᵢ cumulative maximum of (λᵢ₊₁ - λᵢ) / (K - i)    K classes
 *
 * Values compare only at the same classes, k and embedding. V is a product over dimensions: embed in few (2 to 10), as the
 * paper does by t-SNE. Cost: a distance from each sample to each row, and K³.
 * @paper spectral-metric-csg, its section on the measure; V as in the authors' code
 * @param set labelled embeddings, Euclidean
 * @returns 0 or more; 0 for a single class
 * @throws LabError where sizes do not fit, or there are no more rows than neighbours
 */
export function cumulativeSpectralGradient(set: Embedded, options: Partial<typeof defaults> = {}): number {
  const { neighbours, samples, seed } = withDefaults('cumulativeSpectralGradient', defaults, options);
  checkPositiveInteger('cumulativeSpectralGradient', 'neighbours', neighbours);
  checkPositiveInteger('cumulativeSpectralGradient', 'samples', samples);
  checkEmbedded('cumulativeSpectralGradient: the set', set);
  if (set.labels.length <= neighbours) {
    throw new LabError(
      `cumulativeSpectralGradient: ${neighbours} neighbours need more than ${neighbours} rows; got ${set.labels.length}`,
    );
  }
  const classes = [...rowsByLabel(set)].sort(([a], [b]) => a - b);
  const numbers = new Map(classes.map(([label], number) => [label, number]));
  const overlaps = classes.map(([, rows], number) => {
    const drawn =
      rows.length <= samples ? rows : shuffled(rows, random(seed, 'csg', number)).slice(0, samples);
    return overlap(set, drawn, neighbours, numbers);
  });
  return spectralGradient(overlaps);
}

/** A row of S. */
function overlap(
  set: Embedded,
  rows: readonly number[],
  neighbours: number,
  numbers: ReadonlyMap<number, number>,
): number[] {
  const sums = Array.from(numbers, () => 0);
  for (const row of rows) {
    const near = nearest(set, row, neighbours);
    const density = 1 / volume(set, row, near);
    for (const item of near) sums[numbers.get(set.labels[item]!)!]! += density;
  }
  const all = sums.reduce((total, value) => total + value, 0);
  return sums.map((value) => value / all);
}

/** Sorted by distance, then index; the row itself is left out. */
function nearest(set: Embedded, row: number, count: number): number[] {
  const { embeddings, dimension } = set;
  const distances = Float64Array.from(set.labels, (_, other) => {
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      sum += (embeddings[row * dimension + i]! - embeddings[other * dimension + i]!) ** 2;
    }
    return sum;
  });
  return Array.from(distances.keys())
    .filter((other) => other !== row)
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, count);
}

function volume({ embeddings, dimension }: Embedded, row: number, near: readonly number[]): number {
  let product = 1;
  for (let i = 0; i < dimension; i++) {
    const here = embeddings[row * dimension + i]!;
    product *= Math.max(...near.map((item) => Math.abs(embeddings[item * dimension + i]! - here)));
  }
  return Math.max(product, leastVolume);
}

function spectralGradient(overlaps: readonly (readonly number[])[]): number {
  const similar = overlaps.map((a) => overlaps.map((b) => 1 - brayCurtis(a, b)));
  const laplacian = similar.map((row, i) => {
    const degree = row.reduce((sum, value) => sum + value, 0);
    return row.map((value, j) => (i === j ? degree : 0) - value);
  });
  const spectrum = eigenvalues(laplacian);
  let [sum, largest] = [0, 0];
  for (let i = 0; i + 1 < spectrum.length; i++) {
    largest = Math.max(largest, (spectrum[i + 1]! - spectrum[i]!) / (spectrum.length - i));
    sum += largest;
  }
  return sum;
}

function brayCurtis(a: readonly number[], b: readonly number[]): number {
  let [apart, together] = [0, 0];
  a.forEach((value, k) => {
    apart += Math.abs(value - b[k]!);
    together += Math.abs(value + b[k]!);
  });
  return apart / together;
}
