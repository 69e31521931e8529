import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many take a few milliseconds. */
const atOnce = 500;

/** What `map` would give, some at a time: between them everybody else has a turn. */
export async function mapInTurns<T, U>(items: readonly T[], convert: (item: T) => U): Promise<U[]> {
  const converted: U[] = [];
  for (const item of items) {
    converted.push(convert(item));
    if (converted.length % atOnce === 0) await nextTurn();
  }
  return converted;
}
