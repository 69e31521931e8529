import { withDefaults } from '../core/options';
import type { Embedded } from '../numeric/embedded';
import { sideOf, type Side } from './nearness';
import { Ranking } from './ranking';
import { lookThrough } from './lookThrough';
import { passesOf } from './passes';
import { scanHere, sizeOfSearch } from './scanning';
import { searchDefaults, type SearchSettings } from './searchSettings';
import { classTile, Tiles, type Span } from './tiles';

export interface RankSettings extends SearchSettings {
  /**
   * How far down the nearest positive is looked for; the others down to the number of positives. What lies deeper may come
   * as Infinity. Default: everything is counted.
   */
  readonly depth: number;
}

const defaults: RankSettings = { ...searchDefaults, depth: Infinity };

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
  const { distance, gallery, depth, memory, prepare, threads, tile, progress } = withDefaults(
    'positiveRanks',
    defaults,
    settings,
  );
  const running = threads?.(sizeOfSearch(queries, gallery)) ?? null;
  try {
    const from = sideOf(queries, distance);
    const to = gallery ? sideOf(gallery, distance) : from;
    const classes = classSpans(from, to);
    const scanning = running ?? scanHere(new Tiles(from, to, prepare, tile));
    // Along the diagonal, where a class meets itself, small tiles waste less.
    const near = new Tiles(from, to, prepare, Math.min(tile, 256));
    const bytes = (query: number) => queryBytes + positiveBytes * sizeOf(classes[query]!);
    const passes = passesOf(from.count, scanning.height, memory, bytes);
    for (const [number, pass] of passes.entries()) {
      const ranking = new Ranking(from, to, distance, classes, pass, depth);
      const symmetric = to === from && passes.length === 1;
      await rankPositives(ranking, near);
      await lookThrough(ranking, scanning, symmetric, (done) => progress((number + done) / passes.length));
      for (let query = pass.start; query < pass.end; query++)
        yield [from.places[query]!, ranking.ranks(query)];
    }
  } finally {
    await running?.end();
  }
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

const sizeOf = ({ start, end }: Span) => end - start;

/** Positives of a query up to which their products are taken one by one: an engine's smallest tile takes as long as so many. */
const fewPositives = 32;

/** The positives of all queries of a pass, in their order. */
async function rankPositives(ranking: Ranking, tiles: Tiles): Promise<void> {
  const { pass, classes } = ranking;
  let pairs = 0;
  for (let query = pass.start; query < pass.end; query++) pairs += sizeOf(classes[query]!);
  if (pairs <= fewPositives * (pass.end - pass.start)) keepOneByOne(ranking);
  else await keepByTiles(ranking, tiles);
  ranking.sortPositives();
}

function keepOneByOne(ranking: Ranking): void {
  const { pass, classes, from, to } = ranking;
  for (let start = pass.start, end = start; start < pass.end; start = end) {
    const columns = classes[start]!;
    while (end < pass.end && classes[end] === columns) end++;
    if (columns.end > columns.start) ranking.keepPositives(classTile(from, to, { start, end }, columns));
  }
}

async function keepByTiles(ranking: Ranking, tiles: Tiles): Promise<void> {
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
}
