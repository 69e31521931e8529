import { tf } from '../core/tf';
import type { Side } from './nearness';
import type { Found, Scanning, Sought, Strip } from './scanning';
import type { Span } from './tiles';

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

/** Shows a watch the whole gallery, strip by strip. */
export async function lookThrough(
  watch: Watch,
  scanning: Scanning,
  symmetric: boolean,
  progress: (done: number) => void,
): Promise<void> {
  const { from, to, pass, low, high } = watch;
  const sought: Sought = {
    ...{ symmetric: from === to, pass, low, high },
    ...{ queryOffsets: from.offsets, itemOffsets: to.offsets },
  };
  const work = symmetric ? triangle(scanning, to.count) : rectangle(scanning, pass, to.count);
  const products = ({ rows, columns }: Strip) => (rows.end - rows.start) * (columns.end - columns.start);
  const all = work.reduce((sum, strip) => sum + products(strip), 0);
  let finished = 0;
  await scanning.scan({ queries: from.rows, items: to.rows, sought }, work, async (found) => {
    show(watch, found);
    progress((finished += products(found)) / all);
    // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
    await tf.nextFrame();
  });
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

function rectangle(scanning: Scanning, rows: Span, count: number): Strip[] {
  return panels(scanning, count).flatMap((columns) => strips(scanning, rows, columns, false));
}

/** What lies above the diagonal, and squares along it. */
function triangle(scanning: Scanning, count: number): Strip[] {
  return panels(scanning, count).flatMap((columns) => [
    ...strips(scanning, { start: 0, end: columns.start }, columns, true),
    { rows: columns, columns, both: false },
  ]);
}

function panels({ width }: Scanning, count: number): Span[] {
  return Array.from({ length: Math.ceil(count / width) }, (_, at) => ({
    start: at * width,
    end: Math.min((at + 1) * width, count),
  }));
}

/** The first ones are short: what a query finds there limits what it looks for further down. */
function strips({ height, tiles }: Scanning, rows: Span, columns: Span, both: boolean): Strip[] {
  const found: Strip[] = [];
  let [start, high] = [rows.start, height];
  while (start < rows.end) {
    const end = Math.min(start + high, rows.end);
    found.push({ rows: { start, end }, columns, both });
    start = end;
    high = Math.min(2 * high, tiles * height);
  }
  return found;
}
