import type { Watch } from './lookThrough';
import { Nearness, type RetrievalDistance, type Side } from './nearness';
import { sharedFloats } from './sharedFloats';
import type { Span } from './tiles';

/** Below every nearness, but not below that of items that are none. */
const leastFinite = -3.4028234663852886e38;

/** The nearest items so far, for some queries. */
export class NearestItems implements Watch {
  readonly low: Float32Array;
  readonly high: Float32Array;
  private readonly nearness: Nearness;
  /** Of each query `k` items, the nearest first; so many are found. */
  private readonly items: Int32Array;
  private readonly near: Float32Array;
  private readonly found: Int32Array;

  constructor(
    readonly from: Side,
    readonly to: Side,
    distance: RetrievalDistance,
    readonly pass: Span,
    private readonly k: number,
  ) {
    const count = pass.end - pass.start;
    this.nearness = new Nearness(from, to, distance);
    this.low = sharedFloats(count).fill(leastFinite);
    this.high = sharedFloats(count).fill(Infinity);
    this.items = new Int32Array(count * k);
    this.near = new Float32Array(count * k);
    this.found = new Int32Array(count);
  }

  /** Puts an item in its place, if it is among the nearest. */
  see(query: number, item: number, near: number): void {
    const { items, near: all, k } = this;
    const at = query - this.pass.start;
    const start = at * k;
    const unsure = this.nearness.unsure(query);
    const seen = { item, near };
    const before = (place: number) =>
      this.nearness.isBefore(query, unsure, seen, { item: items[place]!, near: all[place]! });
    let end = start + this.found[at]!;
    if (this.found[at] === k) {
      if (!before(end - 1)) return;
      end--;
    } else {
      this.found[at]!++;
    }
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(middle)) high = middle;
      else low = middle + 1;
    }
    items.copyWithin(low + 1, low, end);
    all.copyWithin(low + 1, low, end);
    items[low] = item;
    all[low] = near;
    if (this.found[at] === k) this.low[at] = all[start + k - 1]! - unsure;
  }

  /** Indices of the gallery as it was given, the nearest first. */
  of(query: number): Int32Array {
    const at = query - this.pass.start;
    return this.items
      .subarray(at * this.k, at * this.k + this.found[at]!)
      .map((item) => this.to.places[item]!);
  }
}
