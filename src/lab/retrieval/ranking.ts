import { Nearness, type RetrievalDistance, type Side } from './nearness';
import type { Watch } from './lookThrough';
import { sharedFloats } from './sharedFloats';
import type { Span, Tile } from './tiles';

/** What is known of the ranks of some queries. Queries and items go by their place in the order of labels. */
export class Ranking implements Watch {
  private readonly nearness: Nearness;
  /** Where each query's positives begin in the three arrays below. */
  private readonly starts: Int32Array;
  /** The items, the nearest first. */
  private readonly items: Int32Array;
  private readonly near: Float32Array;
  /** How many items of other classes come between a positive and the one before it. */
  private readonly others: Int32Array;
  /** The last positive of each query whose rank is still of interest; -1 for none. */
  private readonly last: Int32Array;
  /** How many items of other classes come before that positive. */
  private readonly ahead: Int32Array;
  /** What is less near changes nothing; Infinity where nothing is of interest any more. */
  readonly low: Float32Array;
  /** What is nearer comes before all positives. */
  readonly high: Float32Array;

  constructor(
    readonly from: Side,
    readonly to: Side,
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
    this.near = new Float32Array(positives);
    this.others = new Int32Array(positives);
    this.last = Int32Array.from({ length: count }, (_, at) => this.starts[at + 1]! - this.starts[at]! - 1);
    this.ahead = new Int32Array(count);
    this.low = sharedFloats(count).fill(Infinity);
    this.high = sharedFloats(count).fill(Infinity);
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
        this.near[place] = products[base + item]! - this.to.offsets[item]!; // Rounded as in a tile's scan.
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
      })).sort((a, b) => (this.nearness.isBefore(query, unsure, a, b) ? -1 : 1));
      sorted.forEach(({ item, near }, i) => {
        this.items[start + i] = item;
        this.near[start + i] = near;
      });
      this.narrow(at, unsure);
    }
  }

  /** Counts items that come before all positives of these queries. */
  countAhead({ start, end }: Span, counts: Int32Array): void {
    for (let query = start; query < end; query++) {
      const count = counts[query - start]!;
      if (count === 0) continue;
      const at = query - this.pass.start;
      this.others[this.starts[at]!]! += count;
      this.ahead[at]! += count;
      this.narrow(at, this.nearness.unsure(query));
    }
  }

  /** Counts an item, if it is of another class and before a positive that matters. */
  see(query: number, item: number, near: number): void {
    const at = query - this.pass.start;
    const own = this.classes[query]!;
    if (item >= own.start && item < own.end) return;
    const start = this.starts[at]!;
    const unsure = this.nearness.unsure(query);
    // The first positive that comes after the item, by bisection.
    let [low, high] = [0, this.last[at]! + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const positive = { item: this.items[start + middle]!, near: this.near[start + middle]! };
      if (this.nearness.isBefore(query, unsure, { item, near }, positive)) high = middle;
      else low = middle + 1;
    }
    if (low > this.last[at]!) return;
    this.others[start + low]!++;
    this.ahead[at]!++;
    this.narrow(at, unsure);
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

  /** Leaves out positives that lie too deep already. */
  private narrow(at: number, unsure: number): void {
    const start = this.starts[at]!;
    const positives = this.starts[at + 1]! - start;
    let last = this.last[at]!;
    while (last >= 0 && this.ahead[at]! + last >= this.deepest(last, positives)) {
      this.ahead[at]! -= this.others[start + last]!;
      last--;
    }
    this.last[at] = last;
    this.low[at] = last < 0 ? Infinity : this.near[start + last]! - unsure;
    this.high[at] = last < 0 ? Infinity : this.near[start]! + unsure;
  }

  /** The deepest rank of interest of a query's positive. */
  private deepest(positive: number, positives: number): number {
    if (positive === 0 || this.depth === Infinity) return Math.max(this.depth, positives);
    return positives;
  }

  private isSelf(query: number, item: number): boolean {
    return this.from === this.to && query === item;
  }
}
