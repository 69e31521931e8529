/**
 * Rows on the host with length 1; a row of zeros stays as it is.
 * @param rows float32, row-major [N, columns]
 */
export function unitRows(rows: Float32Array, columns: number): Float32Array {
  const unit = new Float32Array(rows.length);
  for (let from = 0; from < rows.length; from += columns) {
    const row = rows.subarray(from, from + columns);
    const length = Math.hypot(...row);
    unit.set(length > 0 ? row.map((value) => value / length) : row, from);
  }
  return unit;
}
