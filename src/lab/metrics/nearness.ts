/** How far two embeddings are: `cosine` (1 - similarity) or `euclidean`. */
export type RetrievalDistance = 'cosine' | 'euclidean';

/** Labelled embeddings on the host. */
export interface Embedded {
  /** float32, row-major [count, dimension] */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  /** One per row. */
  readonly labels: ArrayLike<number>;
}

/** Embeddings with what is needed to compare them. */
export interface Prepared extends Embedded {
  readonly count: number;
  /** The rows that products are taken of: of length 1 where the distance is cosine. */
  readonly rows: Float32Array;
  /** Lengths of the given rows. */
  readonly lengths: Float64Array;
  /** The longest of `rows`. */
  readonly longest: number;
}

/** Negative where the first gallery item comes before the second: nearer, or as near and earlier. */
export type Order = (a: number, b: number) => number;

export function prepared(embedded: Embedded, distance: RetrievalDistance): Prepared {
  const { embeddings, dimension, labels } = embedded;
  const count = labels.length;
  const lengths = Float64Array.from({ length: count }, (_, row) =>
    Math.sqrt(product(embeddings, row, embeddings, row, dimension)),
  );
  if (distance === 'euclidean') {
    return {
      ...embedded,
      count,
      lengths,
      rows: embeddings,
      longest: lengths.reduce((a, b) => Math.max(a, b), 0),
    };
  }
  const rows = embeddings.map((value, at) => value / (lengths[Math.floor(at / dimension)]! || 1));
  return { ...embedded, count, lengths, rows, longest: 1 };
}

/**
 * The order of a gallery as one query sees it. Products in float32 decide where their error cannot matter; else the
 * distances are computed in doubles and rounded to 12 decimals; equal ones keep the order of their index.
 * @param products of the query's row with every row of the gallery
 */
export function orderFor(
  query: number,
  products: Float32Array,
  from: Prepared,
  to: Prepared,
  distance: RetrievalDistance,
): Order {
  const euclidean = distance === 'euclidean';
  const factor = euclidean ? 2 : 1;
  const length = euclidean ? from.lengths[query]! : 1;
  // Twice the largest error of a float32 product of `dimension` terms, for each of the two compared.
  const unsure = factor * (from.dimension + 4) * 2 ** -21 * length * to.longest;
  const scores = new Float64Array(products.length);
  for (let item = 0; item < scores.length; item++) {
    scores[item] = (euclidean ? to.lengths[item]! ** 2 : 0) - factor * products[item]!;
  }
  const exact = euclidean ? exactEuclidean : exactCosine;
  const known = new Map<number, number>();
  const rounded = (item: number) => {
    let value = known.get(item);
    if (value === undefined) known.set(item, (value = Math.round(exact(query, item, from, to) * 1e12)));
    return value;
  };
  return (a, b) => {
    const apart = scores[a]! - scores[b]!;
    return Math.abs(apart) > unsure ? apart : rounded(a) - rounded(b) || a - b;
  };
}

function exactEuclidean(query: number, item: number, from: Prepared, to: Prepared): number {
  let sum = 0;
  const { dimension } = from;
  for (let i = 0; i < dimension; i++) {
    sum += (from.embeddings[query * dimension + i]! - to.embeddings[item * dimension + i]!) ** 2;
  }
  return Math.sqrt(sum);
}

function exactCosine(query: number, item: number, from: Prepared, to: Prepared): number {
  const lengths = from.lengths[query]! * to.lengths[item]!;
  const dot = product(from.embeddings, query, to.embeddings, item, from.dimension);
  return lengths === 0 ? 1 : 1 - dot / lengths;
}

/** The product of two rows, in doubles. */
function product(
  a: Float32Array,
  rowOfA: number,
  b: Float32Array,
  rowOfB: number,
  dimension: number,
): number {
  let sum = 0;
  for (let i = 0; i < dimension; i++) sum += a[rowOfA * dimension + i]! * b[rowOfB * dimension + i]!;
  return sum;
}
