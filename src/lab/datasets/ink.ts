/** [x, y] on a sheet from 0 to 1, y downwards. */
export type Point = readonly [number, number];

/** Pieces that a curve is cut into between two of its points: at 28 pixels each is about a pixel long. */
const pieces = 6;

/** The points of a smooth curve through `through` (Catmull-Rom, the ends doubled). */
export function smooth(through: readonly Point[]): Point[] {
  const points: Point[] = [through[0]!];
  for (let at = 0; at + 1 < through.length; at++) {
    const [a, b, c, d] = [through[at - 1] ?? through[at]!, through[at]!, through[at + 1]!, through[at + 2]];
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      points.push([spline(a[0], b[0], c[0], (d ?? c)[0], t), spline(a[1], b[1], c[1], (d ?? c)[1], t)]);
    }
  }
  return points;
}

/** From b (t = 0) to c (t = 1), with slopes (c - a) / 2 and (d - b) / 2. */
function spline(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * Draws a line with a round pen into an image; where lines cross, the darker ink stays.
 * A pixel's ink is the pen's cover at its centre, with an edge one pixel soft. What lies off the sheet is cut.
 *
 * @param image float32 [size, size], 0 to 1; changed
 * @param pen width of the line, pixels
 */
export function draw(image: Float32Array, size: number, line: readonly Point[], pen: number): void {
  for (let at = 0; at + 1 < line.length; at++) {
    drawSegment(image, size, scaled(line[at]!, size), scaled(line[at + 1]!, size), pen / 2);
  }
}

const scaled = ([x, y]: Point, size: number): Point => [x * size - 0.5, y * size - 0.5];

function drawSegment(image: Float32Array, size: number, from: Point, to: Point, radius: number): void {
  const reach = radius + 0.5;
  const [left, right] = range(from[0], to[0], reach, size);
  const [top, bottom] = range(from[1], to[1], reach, size);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const ink = Math.min(1, reach - distance(x, y, from, to));
      if (ink > image[y * size + x]!) image[y * size + x] = ink;
    }
  }
}

/** First and last pixel that a segment may touch along one axis. */
function range(a: number, b: number, reach: number, size: number): [number, number] {
  return [
    Math.max(0, Math.ceil(Math.min(a, b) - reach)),
    Math.min(size - 1, Math.floor(Math.max(a, b) + reach)),
  ];
}

/** From a point to a segment. */
function distance(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
