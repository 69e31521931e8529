/** Numbers as the page prints them. What is not a finite number prints as a dash, never as NaN. */
import type { SampleSummary } from '../../statistics/inference/summarise';
import { isShare } from '../../statistics/percent';

export const dash = '–';

// Made once: making one costs more than a hundred uses.
const thousands = new Intl.NumberFormat('en');

/** A fraction of 1 in percent with one decimal, without the sign: 0.7106 gives `71.1`. */
export function percent(fraction: number | null | undefined): string {
  return isNumber(fraction) ? (100 * fraction).toFixed(1) : dash;
}

/** A percentage as printed in a paper: at least one decimal, and every digit that the paper gives. */
export function printedPercent(value: number | null | undefined): string {
  if (!isNumber(value)) return dash;
  const text = String(value);
  return text.includes('.') ? text : value.toFixed(1);
}

/** A count with thousands apart: `10,000`. */
export function count(value: number): string {
  return thousands.format(value);
}

/** A loss with four significant digits: `0.3182`, `12.41`, `1.2e-7`. */
export function lossValue(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : dash;
}

/** `1 run`, `3 runs`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A score as the page prints it: a share in percent, anything else with four significant digits. */
export function scoreText(metric: string, value: number | null | undefined): string {
  return isShare(metric) ? percent(value) : isNumber(value) ? lossValue(value) : dash;
}

/** A mean with the half width of its interval: `71.1 ± 1.1`; the mean alone where one run gives no interval. */
export function meanText(
  metric: string,
  { mean, interval }: Pick<SampleSummary, 'mean' | 'interval'>,
): string {
  return `${scoreText(metric, mean)}${reachText(metric, mean, interval)}`;
}

/** Two digits say how sure a mean is; more would say how sure the interval is. */
function reachText(metric: string, mean: number, interval: SampleSummary['interval']): string {
  if (!interval) return '';
  const reach = interval[1] - mean;
  return ` ± ${isShare(metric) ? percent(reach) : Number(reach.toPrecision(2))}`;
}

/** A difference with its sign: `+3.7 ± 1.4`. */
export function signedText(
  metric: string,
  { mean, interval }: Pick<SampleSummary, 'mean' | 'interval'>,
): string {
  const sign = mean < 0 ? '−' : '+';
  return `${sign}${scoreText(metric, Math.abs(mean))}${reachText(metric, mean, interval)}`;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
