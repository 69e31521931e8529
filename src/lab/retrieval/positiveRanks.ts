import { withDefaults } from '../core/options';
import { eager, type Prepare } from '../core/prepare';
import { tf } from '../core/tf';
import type { Embedded } from '../numeric/embedded';
import { sideOf, type RetrievalDistance, type Side } from './nearness';
import { Ranking } from './ranking';
import { Tiles, tileSize, type Span, type Tile } from './tiles';
import { TileScan, type Limits } from './tileScan';

export interface RankSettings {
  readonly distance: RetrievalDistance;
  /** What is searched; null where each query is compared with all the other queries. */
  readonly gallery: Embedded | null;
  /**
   * How far down the nearest positive is looked for; the others down to the number of positives. What lies deeper may come
   * as Infinity. Default: everything is counted.
   */
  readonly depth: number;
  /** Bytes for what is kept over the embeddings and one copy of them; default 512 MB. */
  readonly memory: number;
  readonly prepare: Prepare;
  /** Rows on each side of the tiles. */
  readonly tile: number;
  /** Told now and then which part of the work is done, 0 to 1. */
  readonly progress: (done: number) => void;
}

const defaults: RankSettings = {
  distance: 'cosine',
  gallery: null,
  depth: Infinity,
  memory: 512 * 10 ** 6,
  prepare: eager,
  tile: tileSize,
  progress: () => undefined,
};

/**
 * The ranks of each query's positives in the gallery, ascending, 1 is the nearest; none for a query without positives.
 *
 * The gallery is sorted by distance, then by index, so that equal distances have one order on every engine. Nothing is
 * sorted but the positives: a rank is how many others come before, counted over tiles of the matrix of products. Where the
 * gallery is the queries the matrix is symmetric, and half of it is computed.
 * @internal
 * @param settings default: cosine distance among the queries, every rank counted
 * @yields the index of each query with its ranks, ordered by label
 */
export async function* positiveRanks(
  queries: Embedded,
  settings: Partial<RankSettings> = {},
): AsyncGenerator<readonly [query: number, ranks: number[]]> {
  const { distance, gallery, depth, memory, prepare, tile, progress } = withDefaults(
    'positiveRanks',
    defaults,
    settings,
  );
  const from = sideOf(queries, distance);
  const to = gallery ? sideOf(gallery, distance) : from;
  const classes = classSpans(from, to);
  const tiles = new Tiles(from, to, prepare, tile);
  // Along the diagonal, where a class meets itself, small tiles waste less.
  const near = new Tiles(from, to, prepare, Math.min(tile, 256));
  const passes = split(classes, memory, tiles.height);
  for (const [number, pass] of passes.entries()) {
    const ranking = new Ranking(from, to, distance, classes, pass, depth);
    const symmetric = to === from && passes.length === 1;
    await rankPositives(ranking, near);
    await countOthers(ranking, tiles, symmetric, (done) => progress((number + done) / passes.length));
    for (let query = pass.start; query < pass.end; query++) yield [from.places[query]!, ranking.ranks(query)];
  }
}

/** Goes over the whole gallery. */
async function countOthers(
  ranking: Ranking,
  tiles: Tiles,
  symmetric: boolean,
  progress: (done: number) => void,
): Promise<void> {
  const { pass, from, to } = ranking;
  const scan = new TileScan(tiles.height, tiles.width);
  const work = symmetric ? triangle(tiles, to.count) : rectangle(tiles, pass, to.count);
  for (const [finished, [row, column]] of work.entries()) {
    const tile = await tiles.at(row, column, pass.end, to.count, scan.products);
    if (from === to) hideDiagonal(scan, tile);
    const both = symmetric && row !== column;
    lookFor(scan.rows, ranking, tile.rows);
    lookFor(scan.columns, ranking, both ? tile.columns : null);
    place(scan.rows, from, tile.rows);
    place(scan.columns, to, tile.columns);
    scan.run(
      (i, j, near) => ranking.count(row + i, column + j, near),
      (i, j, near) => ranking.count(column + j, row + i, near),
    );
    ranking.countAhead(tile.rows, scan.rows.counts);
    if (both) ranking.countAhead(tile.columns, scan.columns.counts);
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
function lookFor({ low, high }: Limits, ranking: Ranking, queries: Span | null): void {
  low.fill(Infinity);
  high.fill(Infinity);
  if (queries === null) return;
  const [start, end] = [queries.start - ranking.pass.start, queries.end - ranking.pass.start];
  low.set(ranking.low.subarray(start, end));
  high.set(ranking.high.subarray(start, end));
}

/** No items beyond these. */
function place({ offset }: Limits, { offsets }: Side, items: Span): void {
  offset.fill(Infinity);
  offset.set(offsets.subarray(items.start, items.end));
}

/** For each query, where its class lies in the gallery. */
function classSpans(from: Side, to: Side): Span[] {
  const spans = new Map<number, Span>();
  const label = (side: Side, at: number) => side.given.labels[side.places[at]!]!;
  for (let start = 0, end = 0; start < to.count; start = end) {
    while (end < to.count && label(to, end) === label(to, start)) end++;
    spans.set(label(to, start), { start, end });
  }
  return Array.from({ length: from.count }, (_, at) => spans.get(label(from, at)) ?? { start: 0, end: 0 });
}

/** Bytes for each query, and for each of its positives. */
const queryBytes = 48;
const positiveBytes = 12;

/** Queries that can be ranked at once; at least a tile's height. */
function split(classes: readonly Span[], memory: number, height: number): Span[] {
  const passes: Span[] = [];
  let start = 0;
  let bytes = 0;
  classes.forEach((own, query) => {
    const next = queryBytes + positiveBytes * (own.end - own.start);
    if (bytes + next > memory && query - start >= height) {
      passes.push({ start, end: query });
      start = query;
      bytes = 0;
    }
    bytes += next;
  });
  return [...passes, { start, end: classes.length }];
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

/** The positives of all queries of a pass, in their order. */
async function rankPositives(ranking: Ranking, tiles: Tiles): Promise<void> {
  const { pass, classes } = ranking;
  const products = new Float32Array(tiles.height * tiles.width);
  for (let row = pass.start; row < pass.end; row += tiles.height) {
    const end = Math.min(row + tiles.height, pass.end);
    const spans = classes.slice(row, end).filter((own) => own.end > own.start);
    const first = spans[0];
    if (first === undefined) continue;
    const last = spans.at(-1)!.end;
    for (let column = first.start; column < last; column += tiles.width) {
      ranking.keepPositives(await tiles.at(row, column, end, last, products));
    }
  }
  ranking.sortPositives();
}
