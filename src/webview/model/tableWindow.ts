/** A piece of a long list: items that are drawn, or how many are not. */
export type Piece = { readonly from: number; readonly to: number } | { readonly skipped: number };

/** Items drawn beyond the edges of what is seen, so that a quick scroll shows no gap. */
const margin = 6;

/**
 * Which of `count` items of one height are drawn: those in view, and always the active one, so that what has the focus is
 * not taken away by scrolling. Indices count from 0, `to` is exclusive; lengths are in CSS pixels.
 */
export function windowOf(
  count: number,
  view: { readonly top: number; readonly height: number; readonly itemHeight: number },
  active: number | null,
): Piece[] {
  const from = clamp(Math.floor(view.top / view.itemHeight) - margin, 0, count);
  const to = clamp(Math.ceil((view.top + view.height) / view.itemHeight) + margin, from, count);
  const ranges: [number, number][] = [[from, to]];
  if (active !== null && active >= 0 && active < count) {
    if (active < from) ranges.unshift([active, active + 1]);
    if (active >= to) ranges.push([active, active + 1]);
  }
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of [...ranges, [count, count] as const]) {
    if (start > at) pieces.push({ skipped: start - at });
    if (end > start) pieces.push({ from: start, to: end });
    at = Math.max(at, end);
  }
  return pieces;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
