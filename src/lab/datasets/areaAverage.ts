/**
 * Resizes an image by the exact average over each new pixel's area: an old pixel that two new ones share counts in each
 * with the share that lies there. Ink is kept: the mean of the image does not change.
 *
 * @param image row-major, `from` = [height, width], values 0 to 1
 * @param to [height, width] of the result
 * @returns row-major, `to` = [height, width]
 */
export function areaAverage(
  image: ArrayLike<number>,
  from: readonly [number, number],
  to: readonly [number, number],
): Float32Array {
  const [height, width] = to;
  const columns = overlaps(from[1], width);
  const narrow = new Float64Array(from[0] * width);
  for (let y = 0; y < from[0]; y++) {
    columns.forEach(({ first, shares }, x) => {
      for (let at = 0; at < shares.length; at++) {
        narrow[y * width + x]! += shares[at]! * image[y * from[1] + first + at]!;
      }
    });
  }
  const result = new Float64Array(height * width);
  overlaps(from[0], height).forEach(({ first, shares }, y) => {
    for (let at = 0; at < shares.length; at++) {
      for (let x = 0; x < width; x++) {
        result[y * width + x]! += shares[at]! * narrow[(first + at) * width + x]!;
      }
    }
  });
  return Float32Array.from(result, (value) => Math.min(1, value)); // rounding may pass 1 by an ulp
}

/** What one new cell takes from the old cells `first`, `first + 1`, ...; shares sum to 1. */
interface Overlap {
  readonly first: number;
  readonly shares: readonly number[];
}

/** Along one axis. Counted in units of 1 / (from · to), so that every length is a whole number. */
function overlaps(from: number, to: number): Overlap[] {
  return Array.from({ length: to }, (_, cell) => {
    const start = cell * from;
    const end = start + from;
    const first = Math.floor(start / to);
    const last = Math.ceil(end / to);
    const shares = Array.from({ length: last - first }, (_, at) => {
      const old = (first + at) * to;
      return (Math.min(end, old + to) - Math.max(start, old)) / from;
    });
    return { first, shares };
  });
}
