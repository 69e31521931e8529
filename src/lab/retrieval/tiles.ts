import type { Prepare } from '../core/prepare';
import { tf, type Tensor2D } from '../core/tf';
import { innerProduct } from '../numeric/innerProduct';
import type { Side } from './nearness';

/** Rows on each side of a tile: large enough for the engine's full speed, small enough for the processor's cache. */
export const tileSize = 1024;

/** Products of some rows of one side with some of the other. */
export interface Tile {
  /** Product of row `rows + i` with column `columns + j` at [i · stride + j]. */
  readonly products: Float32Array;
  readonly stride: number;
  readonly rows: Span;
  readonly columns: Span;
}

/** From `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Computes tiles of the matrix of products of two sides. All have one shape, so that an engine prepares it once. */
export class Tiles {
  private readonly multiply: ReturnType<Prepare>;
  readonly height: number;
  readonly width: number;

  constructor(
    private readonly from: Side,
    private readonly to: Side,
    prepare: Prepare,
    size: number,
  ) {
    this.multiply = prepare(({ rows, columns }) => ({
      products: tf.matMul(rows as Tensor2D, columns as Tensor2D, false, true),
    }));
    this.height = evenly(from.count, size);
    this.width = evenly(to.count, size);
  }

  /**
   * The tile whose first product is that of `row` and `column`; smaller at the edges `rowEnd` and `columnEnd`.
   * @param into where the products are written, [height, width]
   */
  async at(
    row: number,
    column: number,
    rowEnd: number,
    columnEnd: number,
    into: Float32Array,
  ): Promise<Tile> {
    const { height, width } = this;
    const inputs = { rows: part(this.from, row, height), columns: part(this.to, column, width) };
    const { products } = await this.multiply(inputs, { products: into });
    try {
      const values = (await products!.data()) as Float32Array;
      if (values !== into) into.set(values);
      return {
        products: into,
        stride: width,
        rows: { start: row, end: Math.min(row + height, rowEnd) },
        columns: { start: column, end: Math.min(column + width, columnEnd) },
      };
    } finally {
      tf.dispose({ ...inputs, products });
    }
  }
}

/**
 * A small tile, computed here. A query's product with itself, which nobody asks for, is left at 0.
 * @param rows queries of one class
 * @param columns all items of that class
 */
export function classTile(from: Side, to: Side, rows: Span, columns: Span): Tile {
  const rowsOf = ({ rows: all, given: { dimension } }: Side, { start, end }: Span) =>
    Array.from({ length: end - start }, (_, i) =>
      all.subarray((start + i) * dimension, (start + i + 1) * dimension),
    );
  const queries = rowsOf(from, rows);
  const items = rowsOf(to, columns);
  const stride = items.length;
  const products = new Float32Array(queries.length * stride);
  const place = (row: number, column: number) => (row - rows.start) * stride + column - columns.start;
  for (let row = rows.start; row < rows.end; row++) {
    for (let column = columns.start; column < columns.end; column++) {
      const isKnown = from === to && column <= row && column >= rows.start;
      products[place(row, column)] = isKnown
        ? products[place(column, row)]!
        : innerProduct(queries[row - rows.start]!, items[column - columns.start]!);
    }
  }
  return { products, stride, rows, columns };
}

/**
 * Rows of a tile, such that little of the last tile reaches beyond the last row. A multiple of 4: so many numbers processors
 * take at once.
 * @param most at most so many, or the next multiple of 4
 */
export function evenly(count: number, most: number): number {
  if (count <= most) return upToFours(count);
  const beyond = (height: number) => height - 1 - ((count - 1) % height);
  let best = upToFours(most);
  for (let height = best - 4; height >= (7 / 8) * most; height -= 4) {
    if (beyond(height) < beyond(best)) best = height;
  }
  return best;
}

const upToFours = (count: number) => 4 * Math.ceil(count / 4);

/** So many rows from one on, rows of zeros where the side ends; a copy, for engines read no memory that threads share. */
function part({ rows, given: { dimension } }: Side, start: number, count: number): Tensor2D {
  const values = new Float32Array(count * dimension);
  values.set(rows.subarray(start * dimension, (start + count) * dimension));
  return tf.tensor2d(values, [count, dimension]);
}
