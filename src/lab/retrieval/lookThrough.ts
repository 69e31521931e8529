import { tf } from '../core/tf';
import type { Side } from './nearness';
import type { Span, Tile, Tiles } from './tiles';
import { TileScan, type Limits } from './tileScan';

/** What looks for items, for some queries. Queries and items go by their place in the order of labels. */
export interface Watch {
  readonly from: Side;
  readonly to: Side;
  /** The queries. */
  readonly pass: Span;
  /** For each query: what is less near does not matter; Infinity where nothing does. */
  readonly low: Float32Array;
  /** For each query: what is nearer is only counted. */
  readonly high: Float32Array;
  /** An item between both. */
  see(query: number, item: number, near: number): void;
  /** How many items were nearer than `high`, for some queries. */
  countAhead?(queries: Span, counts: Int32Array): void;
}

/** Shows a watch the whole gallery, tile by tile. */
export async function lookThrough(
  watch: Watch,
  tiles: Tiles,
  symmetric: boolean,
  progress: (done: number) => void,
): Promise<void> {
  const { pass, from, to } = watch;
  const scan = new TileScan(tiles.height, tiles.width);
  const work = symmetric ? triangle(tiles, to.count) : rectangle(tiles, pass, to.count);
  for (const [finished, [row, column]] of work.entries()) {
    const tile = await tiles.at(row, column, pass.end, to.count, scan.products);
    if (from === to) hideDiagonal(scan, tile);
    const both = symmetric && row !== column;
    lookFor(scan.rows, watch, tile.rows);
    lookFor(scan.columns, watch, both ? tile.columns : null);
    place(scan.rows, from, tile.rows);
    place(scan.columns, to, tile.columns);
    scan.run(
      (i, j, near) => watch.see(row + i, column + j, near),
      (i, j, near) => watch.see(column + j, row + i, near),
    );
    watch.countAhead?.(tile.rows, scan.rows.counts);
    if (both) watch.countAhead?.(tile.columns, scan.columns.counts);
    progress((finished + 1) / work.length);
    // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
    await tf.nextFrame();
  }
}

/** A query is no item for itself. */
function hideDiagonal({ products, width }: TileScan, { rows, columns }: Tile): void {
  const end = Math.min(rows.end, columns.end);
  for (let at = Math.max(rows.start, columns.start); at < end; at++) {
    products[(at - rows.start) * width + at - columns.start] = -Infinity;
  }
}

/** What these queries still look for; nothing beyond them. */
function lookFor({ low, high }: Limits, watch: Watch, queries: Span | null): void {
  low.fill(Infinity);
  high.fill(Infinity);
  if (queries === null) return;
  const [start, end] = [queries.start - watch.pass.start, queries.end - watch.pass.start];
  low.set(watch.low.subarray(start, end));
  high.set(watch.high.subarray(start, end));
}

/** No items beyond these. */
function place({ offset }: Limits, { offsets }: Side, items: Span): void {
  offset.fill(Infinity);
  offset.set(offsets.subarray(items.start, items.end));
}

type Corner = readonly [row: number, column: number];

function rectangle({ height, width }: Tiles, { start, end }: Span, columns: number): Corner[] {
  const corners: Corner[] = [];
  for (let row = start; row < end; row += height) {
    for (let column = 0; column < columns; column += width) corners.push([row, column]);
  }
  return corners;
}

/** The tiles on and above the diagonal. */
function triangle(tiles: Tiles, count: number): Corner[] {
  return rectangle(tiles, { start: 0, end: count }, count).filter(([row, column]) => column >= row);
}
