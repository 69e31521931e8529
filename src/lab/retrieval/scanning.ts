import type { Embedded } from '../numeric/embedded';
import { DoubtList, TileScan, type Doubts, type Limits } from './tileScan';
import type { Span, Tiles } from './tiles';

/** What queries look for in tiles: numbers alone, so that threads can look, too. */
export interface Sought {
  /** Whether the items are the queries. */
  readonly symmetric: boolean;
  readonly pass: Span;
  /** Of each query of the pass; they may tighten at any time, and a thread may see that late. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Of all queries, and of all items. */
  readonly queryOffsets: Float32Array;
  readonly itemOffsets: Float32Array;
}

/** Tiles one below the other. */
export interface Strip {
  readonly rows: Span;
  readonly columns: Span;
  /** Whether its rows are looked at as items of its columns, too. */
  readonly both: boolean;
}

/** What a strip held. */
export interface Found extends Strip {
  /** How many items were nearer than `high`. */
  readonly rowCounts: Int32Array;
  readonly columnCounts: Int32Array;
  /** Items between the limits of a row's query, and of a column's; rows and columns count from those of the strip. */
  readonly forRows: Doubts;
  readonly forColumns: Doubts;
}

/** What is looked through, and for what. */
export interface Search {
  /** Rows of products' left and right factors, shared with threads. */
  readonly queries: Float32Array;
  readonly items: Float32Array;
  readonly sought: Sought;
}

/** Looks through strips. */
export interface Scanning {
  /** Of a tile. */
  readonly height: number;
  readonly width: number;
  /** Most tiles of a strip. */
  readonly tiles: number;
  /**
   * @param hear told what each strip held, in no order
   * @throws what `hear` throws; then no other strip is begun
   */
  scan(search: Search, strips: readonly Strip[], hear: (found: Found) => Promise<void>): Promise<void>;
}

/** Threads that look through strips, until they are ended. */
export interface ScanThreads extends Scanning {
  end(): Promise<void>;
}

/** How large a search is. */
export interface SearchSize {
  readonly queries: number;
  readonly items: number;
  readonly dimension: number;
}

export function sizeOfSearch(queries: Embedded, gallery: Embedded | null): SearchSize {
  const items = gallery ?? queries;
  return { queries: queries.labels.length, items: items.labels.length, dimension: queries.dimension };
}

/** Returns at once, and the threads load; null where so little is to be done that they would not be worth their start. */
export type StartThreads = (size: SearchSize) => ScanThreads | null;

/** On this thread, tile after tile. */
export function scanHere(tiles: Tiles): Scanning {
  const { height, width } = tiles;
  return {
    ...{ height, width, tiles: 1 },
    async scan({ sought }, strips, hear) {
      const scan = new TileScan(height, width);
      for (const strip of strips) {
        const { rows, columns } = strip;
        const multiply = (row: number) => tiles.at(row, columns.start, rows.end, columns.end, scan.products);
        await hear(await lookThroughStrip(scan, sought, strip, multiply));
      }
    },
  };
}

/** @param multiply writes the tile from a row on to the scan's products */
export async function lookThroughStrip(
  scan: TileScan,
  sought: Sought,
  strip: Strip,
  multiply: (row: number) => Promise<unknown>,
): Promise<Found> {
  const { rows, columns, both } = strip;
  const rowCounts = new Int32Array(rows.end - rows.start);
  const [forRows, forColumns] = [new DoubtList(), new DoubtList()];
  lookFor(scan.columns, sought, both ? columns : null);
  place(scan.columns, sought.itemOffsets, columns);
  scan.columns.counts.fill(0);
  for (let start = rows.start; start < rows.end; start += scan.height) {
    await multiply(start);
    const tile = { start, end: Math.min(start + scan.height, rows.end) };
    if (sought.symmetric) hideDiagonal(scan, tile, columns);
    lookFor(scan.rows, sought, tile);
    place(scan.rows, sought.queryOffsets, tile);
    scan.run(start - rows.start, forRows, forColumns);
    rowCounts.set(scan.rows.counts.subarray(0, tile.end - start), start - rows.start);
  }
  return {
    ...{ rows, columns, both, rowCounts },
    columnCounts: scan.columns.counts.slice(0, columns.end - columns.start),
    ...{ forRows: forRows.listed(), forColumns: forColumns.listed() },
  };
}

/** A query is no item for itself. */
function hideDiagonal({ products, width }: TileScan, rows: Span, columns: Span): void {
  const end = Math.min(rows.end, columns.end);
  for (let at = Math.max(rows.start, columns.start); at < end; at++) {
    products[(at - rows.start) * width + at - columns.start] = -Infinity;
  }
}

/** What these queries still look for; nothing beyond them. */
function lookFor({ low, high }: Limits, sought: Sought, queries: Span | null): void {
  low.fill(Infinity);
  high.fill(Infinity);
  if (queries === null) return;
  const [start, end] = [queries.start - sought.pass.start, queries.end - sought.pass.start];
  low.set(sought.low.subarray(start, end));
  high.set(sought.high.subarray(start, end));
}

/** No items beyond these. */
function place({ offset }: Limits, offsets: Float32Array, items: Span): void {
  offset.fill(Infinity);
  offset.set(offsets.subarray(items.start, items.end));
}
