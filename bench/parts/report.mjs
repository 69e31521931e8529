import { best } from './compare.mjs';

/**
 * @typedef {object} Machine what the floors are reckoned with, measured in the same run
 * @property {number | null} operationsPerSecond of the fastest large matrix product
 * @property {number} bytesPerSecond of copying memory
 */

/**
 * One result in numbers.
 *
 * @param {import('./compare.mjs').Result} result
 * @param {Machine} machine
 */
export function figures(result, { operationsPerSecond, bytesPerSecond }) {
  const { name, floor, ours } = result;
  const peer = best(result);
  const products = operationsPerSecond === null ? null : (1000 * floor.operations) / operationsPerSecond;
  return {
    case: name,
    ms: ours.ms,
    skipped: ours.skipped,
    megabytes: ours.megabytes ?? null,
    peer: peer?.name ?? null,
    peerMs: peer?.ms ?? null,
    ratio: quotient(ours.ms, peer?.ms),
    floor: { ...floor, ms: Math.max(products ?? 0, (1000 * floor.bytes) / bytesPerSecond) },
    shareOfPeak: quotient(products, ours.ms),
    difference: result.tolerance === null ? null : result.difference,
    agrees: agreement(result),
  };
}

/** @type {(a?: number | null, b?: number | null) => number | null} */
const quotient = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a / b : null);

/** @type {(result: import('./compare.mjs').Result) => boolean | null} */
const agreement = ({ difference, tolerance }) =>
  difference === null || tolerance === null ? null : difference <= tolerance;

/** @typedef {ReturnType<typeof figures>} Figures */

/** @type {(rows: readonly Figures[]) => string} */
export function table(rows) {
  const cells = [
    ['', 'ours ms', 'peer ms', 'peer', 'ratio', 'floor ms', 'GFLOP', 'MB', 'of peak', 'held MB', 'values'],
    ...rows.map((row) => [
      row.case,
      row.ms === null ? (row.skipped ?? 'skipped') : short(row.ms),
      short(row.peerMs),
      row.peer ?? 'none',
      row.ratio === null ? '-' : row.ratio.toFixed(2),
      short(row.floor.ms),
      short(row.floor.operations / 1e9),
      short(row.floor.bytes / 1e6),
      row.shareOfPeak === null ? '-' : `${(100 * row.shareOfPeak).toFixed(0)} %`,
      short(row.megabytes),
      row.agrees === null ? '-' : row.agrees ? 'agree' : `differ by ${short(row.difference)}`,
    ]),
  ];
  const widths = /** @type {string[]} */ (cells[0]).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Three digits that count. @type {(value: number | null) => string} */
function short(value) {
  if (value === null) return '-';
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
