import type { Span } from './tiles';

/** Splits queries into runs whose bytes together fit into the memory; each has at least a tile's height. */
export function passesOf(
  count: number,
  height: number,
  memory: number,
  bytesOf: (query: number) => number,
): Span[] {
  const passes: Span[] = [];
  let start = 0;
  let bytes = 0;
  for (let query = 0; query < count; query++) {
    const next = bytesOf(query);
    if (bytes + next > memory && query - start >= height) {
      passes.push({ start, end: query });
      start = query;
      bytes = 0;
    }
    bytes += next;
  }
  return [...passes, { start, end: count }];
}
