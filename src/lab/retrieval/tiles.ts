import type { Prepare } from '../core/prepare';
import { tf, type Tensor2D } from '../core/tf';
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
  const { dimension } = from.given;
  const stride = columns.end - columns.start;
  const products = new Float32Array((rows.end - rows.start) * stride);
  const place = (row: number, column: number) => (row - rows.start) * stride + column - columns.start;
  for (let row = rows.start; row < rows.end; row++) {
    for (let column = columns.start; column < columns.end; column++) {
      const isKnown = from === to && column <= row && column >= rows.start;
      products[place(row, column)] = isKnown
        ? products[place(column, row)]!
        : product(from.rows, row * dimension, to.rows, column * dimension, dimension);
    }
  }
  return { products, stride, rows, columns };
}

/** Of `length` numbers from two places on, in four sums, for which a processor need not wait for one another. */
function product(a: Float32Array, i: number, b: Float32Array, j: number, length: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const end = i + length;
  for (; i + 3 < end; i += 4, j += 4) {
    first += a[i]! * b[j]!;
    second += a[i + 1]! * b[j + 1]!;
    third += a[i + 2]! * b[j + 2]!;
    fourth += a[i + 3]! * b[j + 3]!;
  }
  for (; i < end; i++, j++) first += a[i]! * b[j]!;
  return first + second + third + fourth;
}

/** Of so many rows, in as few tiles as the size allows, so that the last one is nearly full. Processors take four numbers at once. */
function evenly(count: number, size: number): number {
  return 4 * Math.ceil(Math.ceil(count / Math.ceil(count / size)) / 4);
}

/** So many rows from one on, rows of zeros where the side ends; a copy, for engines read no memory that threads share. */
function part({ rows, given: { dimension } }: Side, start: number, count: number): Tensor2D {
  const values = new Float32Array(count * dimension);
  values.set(rows.subarray(start * dimension, (start + count) * dimension));
  return tf.tensor2d(values, [count, dimension]);
}
