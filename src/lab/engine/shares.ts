/** Deals out work: each worker goes through a part of its own, and then takes from the end of whoever has most left. */
export class Shares<T> {
  private readonly parts: { next: number; end: number }[];

  constructor(
    private readonly work: readonly T[],
    workers: number,
  ) {
    const part = (worker: number) => Math.round((worker * work.length) / workers);
    this.parts = Array.from({ length: workers }, (_, at) => ({ next: part(at), end: part(at + 1) }));
  }

  /** @returns undefined where all work is dealt out */
  take(worker: number): T | undefined {
    const own = this.parts[worker]!;
    if (own.next < own.end) return this.work[own.next++];
    const most = this.parts.reduce((a, b) => (b.end - b.next > a.end - a.next ? b : a));
    return most.next < most.end ? this.work[--most.end] : undefined;
  }

  /** Leaves what was not taken yet. */
  stop(): void {
    for (const part of this.parts) part.end = part.next;
  }
}
