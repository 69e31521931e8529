/**
 * A copy of an image with each pixel read from where `from` says, between pixels by bilinear interpolation; beyond the edge
 * there is 0.
 * @param image row-major [height, width, channels]
 * @param from row and column of the image for a row and column of the copy
 */
export function resampled(
  image: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  from: (row: number, column: number) => readonly [number, number],
): Float32Array {
  const at = (row: number, column: number, channel: number) =>
    row < 0 || row >= height || column < 0 || column >= width
      ? 0
      : image[(row * width + column) * channels + channel]!;
  const result = new Float32Array(image.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = from(row, column);
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [down, right] = [y - top, x - left];
      for (let channel = 0; channel < channels; channel++) {
        const upper = (1 - right) * at(top, left, channel) + right * at(top, left + 1, channel);
        const lower = (1 - right) * at(top + 1, left, channel) + right * at(top + 1, left + 1, channel);
        result[(row * width + column) * channels + channel] = (1 - down) * upper + down * lower;
      }
    }
  }
  return result;
}
