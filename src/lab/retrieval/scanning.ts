import type { Side } from './nearness';
import { TileScan, type Doubts, type Limits } from './tileScan';
import type { Span, Tile, Tiles } from './tiles';

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

/** A tile to look through. */
export interface Corner {
  readonly row: number;
  readonly column: number;
  /** Whether its rows are looked at as items of its columns, too. */
  readonly both: boolean;
}

/** What a tile held. */
export interface Found {
  readonly rows: Span;
  readonly columns: Span;
  readonly both: boolean;
  /** How many items were nearer than `high`. */
  readonly rowCounts: Int32Array;
  readonly columnCounts: Int32Array;
  /** Items between the limits of a row's query, and of a column's. */
  readonly forRows: Doubts;
  readonly forColumns: Doubts;
}

/** Looks through tiles. */
export interface Scanning {
  /** How many tiles may be asked for at the same time. */
  readonly atOnce: number;
  scan(corner: Corner): Promise<Found>;
  end(): Promise<void>;
}

/** What threads need to compute tiles and look through them. */
export interface Search {
  /** Rows of products' left and right factors, shared. */
  readonly queries: Pick<Side, 'rows' | 'count'>;
  readonly items: Pick<Side, 'rows' | 'count'>;
  readonly dimension: number;
  /** Of a tile. */
  readonly height: number;
  readonly width: number;
  readonly sought: Sought;
  /** How many tiles will be asked for. */
  readonly tiles: number;
}

/** @returns null where so little is to be done that threads would not be worth their start */
export type StartThreads = (search: Search) => Promise<Scanning | null>;

/** On this thread, tile after tile. */
export function scanHere(tiles: Tiles, sought: Sought, items: number): Scanning {
  const scan = new TileScan(tiles.height, tiles.width);
  return {
    atOnce: 1,
    scan: async ({ row, column, both }) =>
      lookThroughTile(scan, sought, await tiles.at(row, column, sought.pass.end, items, scan.products), both),
    end: async () => undefined,
  };
}

/** @param tile whose products lie in the scan */
export function lookThroughTile(
  scan: TileScan,
  sought: Sought,
  { rows, columns }: Pick<Tile, 'rows' | 'columns'>,
  both: boolean,
): Found {
  if (sought.symmetric) hideDiagonal(scan, rows, columns);
  lookFor(scan.rows, sought, rows);
  lookFor(scan.columns, sought, both ? columns : null);
  place(scan.rows, sought.queryOffsets, rows);
  place(scan.columns, sought.itemOffsets, columns);
  const doubts = scan.run();
  return {
    ...{ rows, columns, both },
    rowCounts: scan.rows.counts.slice(),
    columnCounts: scan.columns.counts.slice(),
    ...doubts,
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
