/** A set whose members have weights above 0. Members ascend. */
export interface WeightedSet {
  readonly members: Int32Array;
  readonly weights: Float32Array;
}

/** Bytes that a member takes in a set and in the index together. */
export const memberBytes = 16;

/** Compares each of some sets with all others, by an index from members to sets. Memory: what the sets hold, twice. */
export class WeightedSets {
  private readonly sums: Float64Array;
  /** The sets that hold a member are `holders` from `starts[member]` to before `starts[member + 1]`. */
  private readonly starts: Int32Array;
  private readonly holders: Int32Array;
  private readonly held: Float32Array;
  /** Sums of smaller weights; 0 for all between two calls. */
  private readonly shared: Float64Array;

  /** @param sets with members 0 to sets - 1 */
  constructor(private readonly sets: readonly WeightedSet[]) {
    const count = sets.length;
    this.shared = new Float64Array(count);
    this.sums = Float64Array.from(sets, ({ weights }) => weights.reduce((sum, weight) => sum + weight, 0));
    this.starts = new Int32Array(count + 1);
    for (const { members } of sets) for (const member of members) this.starts[member + 1]!++;
    for (let member = 0; member < count; member++) this.starts[member + 1]! += this.starts[member]!;
    this.holders = new Int32Array(this.starts[count]!);
    this.held = new Float32Array(this.starts[count]!);
    const next = this.starts.slice(0, count);
    sets.forEach(({ members, weights }, set) =>
      members.forEach((member, i) => {
        const place = next[member]!++;
        this.holders[place] = set;
        this.held[place] = weights[i]!;
      }),
    );
  }

  /**
   * Jaccard distance of weighted sets, 1 - Σ min / Σ max, from one to each that shares a member with it. It is 1 to all others.
   * @returns pairs of a set and its distance, in no order; the set itself among them
   */
  distances(set: number): (readonly [other: number, distance: number])[] {
    const { members, weights } = this.sets[set]!;
    const found: number[] = [];
    members.forEach((member, i) => {
      for (let place = this.starts[member]!; place < this.starts[member + 1]!; place++) {
        const other = this.holders[place]!;
        if (this.shared[other] === 0) found.push(other);
        this.shared[other]! += Math.min(weights[i]!, this.held[place]!);
      }
    });
    return found.map((other) => {
      const smaller = this.shared[other]!;
      this.shared[other] = 0;
      return [other, 1 - smaller / (this.sums[set]! + this.sums[other]! - smaller)] as const;
    });
  }
}
