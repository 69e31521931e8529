/**
 * A long computation that may be interrupted: at each yield others may go first. Between two of them lie a few milliseconds
 * for a document of 10,000 papers, whatever its shape, but for a few steps over all of its lines.
 */
export type Slices<T> = Generator<void, T, void>;

/** So many items are looked at between two yields. */
const itemsPerSlice = 64;

/** Whether others may go first before the item at this place, or behind it. */
export function isPause(at: number): boolean {
  return at % itemsPerSlice === itemsPerSlice - 1;
}

/** Runs a computation to its end without a pause. */
export function whole<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done) return step.value;
  }
}

/** Looks at all items, with a pause after each few of them. */
export function* visitInSlices<A>(items: readonly A[], visit: (item: A, at: number) => void): Slices<void> {
  for (let at = 0; at < items.length; at += 1) {
    visit(items[at]!, at);
    if (isPause(at)) yield;
  }
}

/** The results for all items, with a pause after each few of them. */
export function* mapInSlices<A, B>(items: readonly A[], map: (item: A, at: number) => B): Slices<B[]> {
  const results: B[] = [];
  yield* visitInSlices(items, (item, at) => results.push(map(item, at)));
  return results;
}
