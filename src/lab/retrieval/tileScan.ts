import { instantiate } from './countAhead.wat';

/** What a side of a tile compares its items' nearness with: arrays as long as that side, in WebAssembly's memory. */
export interface Limits {
  /** Nearer than `low` but not than `high`, an item is told of; Infinity where nothing is looked for. */
  readonly low: Float32Array;
  /** Items that are nearer are counted. Not below `low`. */
  readonly high: Float32Array;
  /** Taken from products with an item of this side, to have its nearness; Infinity where there is no item. */
  readonly offset: Float32Array;
  /** How many items of the other side were nearer than `high`; of columns, since it was last set to 0. */
  readonly counts: Int32Array;
}

/** Products whose place is open, by their row and column, and how near the item is. */
export interface Doubts {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly near: Float32Array;
}

/** Looks through tiles of products, in WebAssembly: each product is an item for its row's query and for its column's. */
export class TileScan {
  readonly products: Float32Array;
  readonly rows: Limits;
  readonly columns: Limits;
  private readonly groups: Int32Array;
  private readonly count: () => number;

  /** Height and width are multiples of 4. */
  constructor(
    readonly height: number,
    readonly width: number,
  ) {
    const { memory, countAhead } = instantiate();
    const bytes = 4 * (height * width + 4 * (height + width) + (height * width) / 4);
    memory.grow(Math.ceil(bytes / 65536));
    let free = 0;
    const floats = (length: number) => new Float32Array(memory.buffer, take(length), length);
    const integers = (length: number) => new Int32Array(memory.buffer, take(length), length);
    const take = (length: number) => (free += 4 * length) - 4 * length;
    const limits = (length: number): Limits => ({
      low: floats(length),
      high: floats(length),
      offset: floats(length),
      counts: integers(length),
    });
    this.products = floats(height * width);
    this.rows = limits(height);
    this.columns = limits(width);
    this.groups = integers((height * width) / 4);
    const places = ({ low, high, offset, counts }: Limits) =>
      [low.byteOffset, high.byteOffset, offset.byteOffset, counts.byteOffset] as const;
    this.count = () =>
      countAhead(
        ...([this.products.byteOffset, height, width] as const),
        ...places(this.rows),
        ...places(this.columns),
        this.groups.byteOffset,
      );
  }

  /**
   * Counts for rows, and on for columns; finds what lies between the limits of a row or of a column.
   * @param top the tile's first row, where others lie above it
   */
  run(top: number, forRows: DoubtList, forColumns: DoubtList): void {
    const { products, rows, columns, groups, width } = this;
    rows.counts.fill(0);
    const found = this.count();
    for (let i = 0; i < found; i++) {
      const start = 4 * groups[i]!;
      const row = Math.floor(start / width);
      for (let at = start; at < start + 4; at++) {
        const column = at - row * width;
        const toRow = Math.fround(products[at]! - columns.offset[column]!);
        if (toRow >= rows.low[row]! && toRow <= rows.high[row]!) forRows.add(top + row, column, toRow);
        const toColumn = Math.fround(products[at]! - rows.offset[row]!);
        if (toColumn >= columns.low[column]! && toColumn <= columns.high[column]!)
          forColumns.add(top + row, column, toColumn);
      }
    }
  }
}

export class DoubtList {
  private readonly rows: number[] = [];
  private readonly columns: number[] = [];
  private readonly near: number[] = [];

  add(row: number, column: number, near: number): void {
    this.rows.push(row);
    this.columns.push(column);
    this.near.push(near);
  }

  listed(): Doubts {
    const { rows, columns, near } = this;
    return { rows: new Int32Array(rows), columns: new Int32Array(columns), near: new Float32Array(near) };
  }
}
