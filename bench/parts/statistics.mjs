/** The middle of the sorted values, the mean of the two middle ones where their number is even. @type {(values: readonly number[]) => number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

/** The most that two answers differ, as a part of the larger. @type {(a: Value, b: Value) => number} */
export function difference(a, b) {
  const pairs = typeof a === 'number' || typeof b === 'number' ? [[a, b]] : keyed(a, b);
  return Math.max(...pairs.map(([x, y]) => relative(Number(x), Number(y))));
}

/** @typedef {number | Readonly<Record<string, number>>} Value */

/** @type {(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) => [number?, number?][]} */
const keyed = (a, b) => Object.keys(a).map((key) => [a[key], b[key]]);

/** @type {(x: number, y: number) => number} */
function relative(x, y) {
  if (x === y) return 0;
  const apart = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
  return Number.isNaN(apart) ? Infinity : apart;
}

/** @type {(values: readonly number[]) => number} */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
