import type { Embedded } from '../numeric/embedded';
import { innerProduct } from '../numeric/innerProduct';
import { sharedFloats } from './sharedFloats';

/** How far two embeddings are: `cosine` (1 - similarity), `euclidean`, or `dotProduct` (the larger, the nearer). */
export type RetrievalDistance = 'cosine' | 'euclidean' | 'dotProduct';

export const retrievalDistances: readonly RetrievalDistance[] = ['cosine', 'euclidean', 'dotProduct'];

/** Embeddings in the order of their labels, so that those of a class are side by side. */
export interface Side {
  readonly given: Embedded;
  readonly count: number;
  /** Where each row stood: rows of one label keep their order. */
  readonly places: Int32Array;
  /** The rows that products are taken of, of length 1 where the distance is cosine: float32 [count, dimension], shared with threads. */
  readonly rows: Float32Array;
  /** Of the rows as they were given. */
  readonly lengths: Float64Array;
  /** Taken from a product with an item to have its nearness. */
  readonly offsets: Float32Array;
  /** The longest of `rows`. */
  readonly longest: number;
}

export function sideOf(given: Embedded, distance: RetrievalDistance): Side {
  const { embeddings, dimension, labels } = given;
  const count = labels.length;
  const places = Int32Array.from({ length: count }, (_, at) => at).sort(
    (a, b) => labels[a]! - labels[b]! || a - b,
  );
  const rows = sharedFloats(count * dimension);
  const lengths = new Float64Array(count);
  const offsets = new Float32Array(count);
  let longest = distance === 'cosine' ? 1 : 0;
  for (let at = 0; at < count; at++) {
    const row = embeddings.subarray(places[at]! * dimension, (places[at]! + 1) * dimension);
    const length = Math.sqrt(innerProduct(row, row));
    lengths[at] = length;
    if (distance === 'cosine') {
      writeScaled(row, 1 / (length || 1), rows.subarray(at * dimension, (at + 1) * dimension));
      continue;
    }
    rows.set(row, at * dimension);
    longest = Math.max(longest, length);
    if (distance === 'euclidean') offsets[at] = length ** 2 / 2;
  }
  return { given, count, places, rows, lengths, offsets, longest };
}

function writeScaled(row: Float32Array, factor: number, into: Float32Array): void {
  for (let i = 0; i < row.length; i++) into[i] = row[i]! * factor;
}

/** An item of the gallery and how near it is to a query. */
interface NearItem {
  readonly item: number;
  readonly near: number;
}

/**
 * Compares items of the gallery as a query sees them. Nearness is a product less the item's offset, in float32; where its
 * error could matter, distances are computed in doubles and rounded to 12 decimals; of equal ones the earlier item comes
 * first. So the order is the same on every engine.
 */
export class Nearness {
  private readonly exact: (a: Float32Array, b: Float32Array, lengths: number) => number;

  constructor(
    private readonly from: Side,
    private readonly to: Side,
    private readonly distance: RetrievalDistance,
  ) {
    this.exact = exactly[distance];
  }

  /** How far apart two nearnesses must be for their order to be certain: twice the error that two can have together. */
  unsure(query: number): number {
    const { from, to } = this;
    const length = this.distance === 'cosine' ? 1 : from.lengths[query]!;
    const ofOffsets = this.distance === 'euclidean' ? 2 ** -22 * to.longest ** 2 : 0;
    return (from.given.dimension + 6) * 2 ** -22 * length * to.longest + ofOffsets;
  }

  /** Whether `a` comes before `b`. @param unsure of this query */
  isBefore(query: number, unsure: number, a: NearItem, b: NearItem): boolean {
    const apart = a.near - b.near;
    return Math.abs(apart) > unsure ? apart > 0 : this.comesBefore(query, a.item, b.item);
  }

  /** Where nearnesses leave it open. */
  private comesBefore(query: number, a: number, b: number): boolean {
    const apart = this.rounded(query, a) - this.rounded(query, b);
    return apart === 0 ? this.to.places[a]! < this.to.places[b]! : apart < 0;
  }

  private rounded(query: number, item: number): number {
    const { from, to } = this;
    const lengths = from.lengths[query]! * to.lengths[item]!;
    return Math.round(this.exact(rowOf(from, query), rowOf(to, item), lengths) * 1e12);
  }
}

function rowOf({ given: { embeddings, dimension }, places }: Side, at: number): Float32Array {
  return embeddings.subarray(places[at]! * dimension, (places[at]! + 1) * dimension);
}

const exactly: Readonly<
  Record<RetrievalDistance, (a: Float32Array, b: Float32Array, lengths: number) => number>
> = {
  cosine: (a, b, lengths) => (lengths === 0 ? 1 : 1 - innerProduct(a, b) / lengths),
  dotProduct: (a, b) => -innerProduct(a, b),
  euclidean: (a, b) => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
    return Math.sqrt(sum);
  },
};
