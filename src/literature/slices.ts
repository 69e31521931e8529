/**
 * A long computation that may be interrupted: at each yield others may go first. Between two of them lie a few milliseconds
 * for a document of 10,000 papers, whatever its shape, but for a few steps over all of its lines.
 */
export type Slices<T> = Generator<void, T, void>;

/** So many items are looked at between two yields. */
const itemsPerSlice = 64;

/** Runs a computation to its end without a pause. */
export function whole<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done) return step.value;
  }
}

/** The results for all items, with a pause after each few of them. */
export function* mapInSlices<A, B>(items: readonly A[], map: (item: A, at: number) => B): Slices<B[]> {
  const results: B[] = [];
  for (let at = 0; at < items.length; at += 1) {
    results.push(map(items[at]!, at));
    if (at % itemsPerSlice === itemsPerSlice - 1) yield;
  }
  return results;
}
