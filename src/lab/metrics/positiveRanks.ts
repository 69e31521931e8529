import { withDefaults } from '../core/options';
import { eager, type Prepare } from '../core/prepare';
import { tf } from '../core/tf';
import { Nearness, sideOf, type Embedded, type RetrievalDistance, type Side } from './nearness';
import { Tiles, tileSize, type Span, type Tile } from './tiles';

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
    await countOthers(ranking, tiles, symmetric, to.count, (done) =>
      progress((number + done) / passes.length),
    );
    for (let query = pass.start; query < pass.end; query++) yield [from.places[query]!, ranking.ranks(query)];
  }
}

/** Goes over the whole gallery. */
async function countOthers(
  ranking: Ranking,
  tiles: Tiles,
  symmetric: boolean,
  count: number,
  progress: (done: number) => void,
): Promise<void> {
  const { pass } = ranking;
  const work = symmetric ? triangle(tiles, count) : rectangle(tiles, pass, count);
  for (const [finished, [row, column]] of work.entries()) {
    const tile = await tiles.at(row, column, pass.end, count);
    ranking.countRows(tile);
    if (symmetric && row !== column) ranking.countColumns(tile);
    progress((finished + 1) / work.length);
    // Long evaluations leave the caller a turn now and then, to hear that it shall stop.
    await tf.nextFrame();
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
const queryBytes = 64;
const positiveBytes = 16;

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
  for (let row = pass.start; row < pass.end; row += tiles.height) {
    const end = Math.min(row + tiles.height, pass.end);
    const spans = classes.slice(row, end).filter((own) => own.end > own.start);
    const first = spans[0];
    if (first === undefined) continue;
    const last = spans.at(-1)!.end;
    for (let column = first.start; column < last; column += tiles.width) {
      ranking.keepPositives(await tiles.at(row, column, end, last));
    }
  }
  ranking.sortPositives();
}

/** What is known of the ranks of some queries. Queries and items go by their place in the order of labels. */
class Ranking {
  private readonly nearness: Nearness;
  /** Where each query's positives begin in the three arrays below. */
  private readonly starts: Int32Array;
  /** The items, the nearest first. */
  private readonly items: Int32Array;
  private readonly near: Float64Array;
  /** How many items of other classes come between a positive and the one before it. */
  private readonly others: Int32Array;
  /** The last positive of each query whose rank is still of interest; -1 for none. */
  private readonly last: Int32Array;
  /** How many items of other classes come before that positive. */
  private readonly ahead: Int32Array;
  /** What is less near changes nothing. */
  private readonly least: Float64Array;

  constructor(
    private readonly from: Side,
    private readonly to: Side,
    distance: RetrievalDistance,
    readonly classes: readonly Span[],
    readonly pass: Span,
    private readonly depth: number,
  ) {
    this.nearness = new Nearness(from, to, distance);
    const count = pass.end - pass.start;
    this.starts = new Int32Array(count + 1);
    for (let at = 0; at < count; at++) {
      const { start, end } = classes[pass.start + at]!;
      this.starts[at + 1] = this.starts[at]! + Math.max(0, end - start - (from === to ? 1 : 0));
    }
    const positives = this.starts[count]!;
    this.items = new Int32Array(positives);
    this.near = new Float64Array(positives);
    this.others = new Int32Array(positives);
    this.last = Int32Array.from({ length: count }, (_, at) => this.starts[at + 1]! - this.starts[at]! - 1);
    this.ahead = new Int32Array(count);
    this.least = new Float64Array(count).fill(Infinity);
  }

  /** Takes the positives that a tile holds. */
  keepPositives({ products, stride, rows, columns }: Tile): void {
    for (let query = rows.start; query < rows.end; query++) {
      const own = this.classes[query]!;
      const start = this.starts[query - this.pass.start]!;
      const base = (query - rows.start) * stride - columns.start;
      for (let item = Math.max(own.start, columns.start); item < Math.min(own.end, columns.end); item++) {
        if (this.isSelf(query, item)) continue;
        const place = start + item - own.start - (this.from === this.to && item > query ? 1 : 0);
        this.items[place] = item;
        this.near[place] = products[base + item]! - this.to.offsets[item]!;
      }
    }
  }

  sortPositives(): void {
    for (let query = this.pass.start; query < this.pass.end; query++) {
      const at = query - this.pass.start;
      const [start, end] = [this.starts[at]!, this.starts[at + 1]!];
      const unsure = this.nearness.unsure(query);
      const sorted = Array.from({ length: end - start }, (_, i) => ({
        item: this.items[start + i]!,
        near: this.near[start + i]!,
      })).sort((a, b) => (this.isBefore(query, unsure, a.item, a.near, b.item, b.near) ? -1 : 1));
      sorted.forEach(({ item, near }, i) => {
        this.items[start + i] = item;
        this.near[start + i] = near;
      });
      this.narrow(at, unsure);
    }
  }

  /** Counts the columns of a tile as items for its rows. */
  countRows({ products, stride, rows, columns }: Tile): void {
    const { offsets } = this.to;
    for (let query = rows.start; query < rows.end; query++) {
      const at = query - this.pass.start;
      let least = this.least[at]!;
      if (least === Infinity) continue;
      const base = (query - rows.start) * stride - columns.start;
      const { start, end } = columns;
      for (let item = start; item < end; item++) {
        const near = products[base + item]! - offsets[item]!;
        if (near >= least) least = this.count(query, item, near);
      }
    }
  }

  /** Counts the rows of a tile as items for its columns. */
  countColumns({ products, stride, rows, columns }: Tile): void {
    const { offsets } = this.to;
    const { least } = this;
    for (let item = rows.start; item < rows.end; item++) {
      const offset = offsets[item]!;
      const base = (item - rows.start) * stride - columns.start;
      for (let query = columns.start; query < columns.end; query++) {
        const near = products[base + query]! - offset;
        if (near >= least[query]!) this.count(query, item, near);
      }
    }
  }

  /** The ranks of a query's positives, ascending; Infinity beyond what was of interest. */
  ranks(query: number): number[] {
    const at = query - this.pass.start;
    const start = this.starts[at]!;
    let before = 0;
    return Array.from({ length: this.starts[at + 1]! - start }, (_, i) =>
      i > this.last[at]! ? Infinity : (before += this.others[start + i]!) + i + 1,
    );
  }

  /** Counts an item, if it is of another class and before a positive that matters. @returns what is now the least */
  private count(query: number, item: number, near: number): number {
    const at = query - this.pass.start;
    const own = this.classes[query]!;
    if (item >= own.start && item < own.end) return this.least[at]!;
    const start = this.starts[at]!;
    const unsure = this.nearness.unsure(query);
    // The first positive that comes after the item, by bisection.
    let [low, high] = [0, this.last[at]! + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = start + middle;
      if (this.isBefore(query, unsure, item, near, this.items[place]!, this.near[place]!)) high = middle;
      else low = middle + 1;
    }
    if (low > this.last[at]!) return this.least[at]!;
    this.others[start + low]!++;
    this.ahead[at]!++;
    return this.narrow(at, unsure);
  }

  /** Leaves out positives that lie too deep already. @returns what is now the least */
  private narrow(at: number, unsure: number): number {
    const start = this.starts[at]!;
    const positives = this.starts[at + 1]! - start;
    let last = this.last[at]!;
    while (last >= 0 && this.ahead[at]! + last >= this.deepest(last, positives)) {
      this.ahead[at]! -= this.others[start + last]!;
      last--;
    }
    this.last[at] = last;
    return (this.least[at] = last < 0 ? Infinity : this.near[start + last]! - unsure);
  }

  /** The deepest rank of interest of a query's positive. */
  private deepest(positive: number, positives: number): number {
    if (positive === 0 || this.depth === Infinity) return Math.max(this.depth, positives);
    return positives;
  }

  private isBefore(
    query: number,
    unsure: number,
    a: number,
    nearA: number,
    b: number,
    nearB: number,
  ): boolean {
    const apart = nearA - nearB;
    return Math.abs(apart) > unsure ? apart > 0 : this.nearness.comesBefore(query, a, b);
  }

  private isSelf(query: number, item: number): boolean {
    return this.from === this.to && query === item;
  }
}
