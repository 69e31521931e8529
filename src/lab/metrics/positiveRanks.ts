import { tf } from '../core/tf';
import {
  orderFor,
  prepared,
  type Embedded,
  type Order,
  type Prepared,
  type RetrievalDistance,
} from './nearness';

/** Products held at once: queries are compared with the gallery in blocks. */
const blockSize = 2 ** 22;

/**
 * The ranks of each query's positives in the gallery, ascending, 1 is the nearest; none for a query without positives.
 *
 * The gallery is sorted by distance, then by index, so that equal distances have one order on every backend. Nothing is
 * sorted but the positives: a rank is how many others come before, counted.
 * @internal
 * @param gallery null where each query is compared with all the other queries
 * @yields one list for each query, in order
 */
export async function* positiveRanks(
  queries: Embedded,
  gallery: Embedded | null,
  distance: RetrievalDistance,
): AsyncGenerator<number[]> {
  const from = prepared(queries, distance);
  const to = gallery ? prepared(gallery, distance) : from;
  const block = Math.max(1, Math.floor(blockSize / Math.max(1, to.count)));
  for (let start = 0; start < from.count; start += block) {
    const rows = Math.min(block, from.count - start);
    const products = await productsOf(from, start, rows, to);
    for (let row = 0; row < rows; row++) {
      const query = start + row;
      const own = products.subarray(row * to.count, (row + 1) * to.count);
      const order = orderFor(query, own, from, to, distance);
      yield ranksOf(from.labels[query]!, gallery ? -1 : query, to.labels, order);
    }
  }
}

/** Products of some queries with the whole gallery: [rows, count]. */
async function productsOf(from: Prepared, start: number, rows: number, to: Prepared): Promise<Float32Array> {
  const { dimension } = from;
  const products = tf.tidy(() => {
    const part = from.rows.subarray(start * dimension, (start + rows) * dimension);
    return tf.matMul(
      tf.tensor2d(part, [rows, dimension]),
      tf.tensor2d(to.rows, [to.count, dimension]),
      false,
      true,
    );
  });
  try {
    return (await products.data()) as Float32Array;
  } finally {
    products.dispose();
  }
}

function ranksOf(label: number, self: number, labels: ArrayLike<number>, order: Order): number[] {
  const positives: number[] = [];
  for (let item = 0; item < labels.length; item++) {
    if (labels[item] === label && item !== self) positives.push(item);
  }
  positives.sort(order);
  const last = positives.at(-1);
  if (last === undefined) return [];
  // others[i]: how many items of other classes come between positive i - 1 and positive i
  const others = new Uint32Array(positives.length);
  for (let item = 0; item < labels.length; item++) {
    if (labels[item] !== label && order(item, last) < 0) others[placeOf(item, positives, order)]!++;
  }
  let before = 0;
  return positives.map((_, i) => (before += others[i]!) + i + 1);
}

/** The first positive that comes after the item, by bisection. */
function placeOf(item: number, positives: readonly number[], order: Order): number {
  let [low, high] = [0, positives.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(item, positives[middle]!) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
