import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Slices } from '../literature/slices';

/** A computation goes on for so long before others may go first, ms. */
const longest = 10;

/**
 * Runs a long computation, and lets the extension host do whatever else waits between its slices. Several that run at once
 * take their turns one after another in the same pass: start the next when one is done.
 * @param now a clock, ms
 */
export async function inSlices<T>(
  slices: Slices<T>,
  now: () => number = () => performance.now(),
): Promise<T> {
  for (let since = now(); ;) {
    const step = slices.next();
    if (step.done) return step.value;
    if (now() - since < longest) continue;
    await nextTurn();
    since = now();
  }
}
