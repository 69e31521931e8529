import { tf } from '../core/tf';
import type { Side } from './nearness';
import { scanHere, type Corner, type Found, type Scanning, type Sought, type StartThreads } from './scanning';
import type { Span, Tiles } from './tiles';

/** What looks for items, for some queries. Queries and items go by their place in the order of labels. */
export interface Watch {
  readonly from: Side;
  readonly to: Side;
  /** The queries. */
  readonly pass: Span;
  /** For each query: what is less near does not matter; Infinity where nothing does. Shared with threads; it may only rise. */
  readonly low: Float32Array;
  /** For each query: what is nearer is only counted. Shared; it may only rise. */
  readonly high: Float32Array;
  /** An item between both, or between what both were before. */
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
  startThreads: StartThreads | null,
): Promise<void> {
  const { from, to, pass, low, high } = watch;
  const work = symmetric ? triangle(tiles, to.count) : rectangle(tiles, pass, to.count);
  const sought: Sought = {
    ...{ symmetric: from === to, pass, low, high },
    ...{ queryOffsets: from.offsets, itemOffsets: to.offsets },
  };
  const { height, width } = tiles;
  const { dimension } = from.given;
  const search = { queries: from, items: to, dimension, height, width, sought, tiles: work.length };
  const scanning = (await startThreads?.(search)) ?? scanHere(tiles, sought, to.count);
  try {
    let finished = 0;
    for await (const found of inTurn(scanning, work)) {
      show(watch, found);
      progress(++finished / work.length);
      // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
      await tf.nextFrame();
    }
  } finally {
    await scanning.end();
  }
}

/** What is found in each tile, in the order of the tiles, though several are looked through at a time. */
async function* inTurn(scanning: Scanning, work: readonly Corner[]): AsyncGenerator<Found> {
  const waiting: Promise<Found>[] = [];
  for (const corner of work) {
    const found = scanning.scan(corner);
    found.catch(() => undefined); // It is heard of when its turn comes.
    waiting.push(found);
    if (waiting.length >= scanning.atOnce) yield await waiting.shift()!;
  }
  for (const found of waiting) yield await found;
}

function show(watch: Watch, { rows, columns, both, rowCounts, columnCounts, forRows, forColumns }: Found) {
  for (let i = 0; i < forRows.near.length; i++) {
    watch.see(rows.start + forRows.rows[i]!, columns.start + forRows.columns[i]!, forRows.near[i]!);
  }
  for (let i = 0; i < forColumns.near.length; i++) {
    watch.see(columns.start + forColumns.columns[i]!, rows.start + forColumns.rows[i]!, forColumns.near[i]!);
  }
  watch.countAhead?.(rows, rowCounts);
  if (both) watch.countAhead?.(columns, columnCounts);
}

function rectangle({ height, width }: Tiles, { start, end }: Span, columns: number): Corner[] {
  const corners: Corner[] = [];
  for (let row = start; row < end; row += height) {
    for (let column = 0; column < columns; column += width) corners.push({ row, column, both: false });
  }
  return corners;
}

/** The tiles on and above the diagonal. */
function triangle(tiles: Tiles, count: number): Corner[] {
  return rectangle(tiles, { start: 0, end: count }, count)
    .filter(({ row, column }) => column >= row)
    .map(({ row, column }) => ({ row, column, both: row !== column }));
}
