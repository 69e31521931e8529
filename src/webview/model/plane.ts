/** Points in the plane, as they are drawn and walked over. */

export type PlanePoint = readonly [x: number, y: number];

/** Places in a box, both axes to one scale, y upwards. Lengths in CSS pixels. */
export function placedIn(
  points: readonly PlanePoint[],
  { width, height, margin }: { readonly width: number; readonly height: number; readonly margin: number },
): PlanePoint[] {
  const [x, y] = [0, 1].map((axis) => range(points.map((point) => point[axis]!)));
  const scale = Math.min((width - 2 * margin) / x!.span, (height - 2 * margin) / y!.span);
  return points.map(([px, py]) => [
    width / 2 + scale * (px - x!.middle),
    height / 2 - scale * (py - y!.middle),
  ]);
}

/** The index of the point nearest to a place; null where none is within `reach`. */
export function nearestPoint(
  points: readonly PlanePoint[],
  [x, y]: PlanePoint,
  reach: number,
): number | null {
  let best: number | null = null;
  let least = reach * reach;
  for (const [index, [px, py]] of points.entries()) {
    const distance = (px - x) ** 2 + (py - y) ** 2;
    if (distance <= least) [best, least] = [index, distance];
  }
  return best;
}

const directions: Readonly<Record<string, PlanePoint>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The point that an arrow key leads to: the nearest within a quarter of a turn, what lies aside counted as further away.
 * @returns null where there is none, or the key is no arrow
 */
export function pointTowards(points: readonly PlanePoint[], from: number, key: string): number | null {
  const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
  const start = points[from];
  if (!direction || !start) return null;
  let best: number | null = null;
  let least = Infinity;
  for (const [index, [x, y]] of points.entries()) {
    const along = (x - start[0]) * direction[0] + (y - start[1]) * direction[1];
    const aside = Math.abs((x - start[0]) * direction[1]) + Math.abs((y - start[1]) * direction[0]);
    const cost = along + 2 * aside;
    if (index !== from && along > 0 && aside <= along && cost < least) [best, least] = [index, cost];
  }
  return best;
}

export interface Near {
  readonly point: number;
  /** Cosine of the angle between the embeddings, -1 to 1. */
  readonly similarity: number;
}

/** The `k` embeddings nearest to one by the angle between them, itself left out. @param values row by row */
export function nearestEmbeddings(values: Float32Array, dimension: number, of: number, k: number): Near[] {
  const count = Math.floor(values.length / dimension);
  const near = Array.from({ length: count }, (_, point) => ({
    point,
    similarity: cosine(values, dimension, of, point),
  }));
  return near
    .filter(({ point }) => point !== of)
    .sort((a, b) => b.similarity - a.similarity || a.point - b.point)
    .slice(0, k);
}

function cosine(values: Float32Array, dimension: number, a: number, b: number): number {
  let [dot, left, right] = [0, 0, 0];
  for (let at = 0; at < dimension; at++) {
    const [x, y] = [values[a * dimension + at]!, values[b * dimension + at]!];
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  const similarity = dot / Math.sqrt(left * right);
  return Number.isFinite(similarity) ? similarity : 0;
}

function range(values: readonly number[]): { readonly middle: number; readonly span: number } {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return values.length === 0 ? { middle: 0, span: 1 } : { middle: (low + high) / 2, span: high - low || 1 };
}
