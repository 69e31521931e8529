import type { RunRow } from '../../protocol/results';
import type { RunConfig } from '../../protocol/run';
import { isShare } from './metricNames';
import { settingsOf } from './settings';

/** Whether a run is meant by the filter. */
export type Filter = (row: RunRow) => boolean;

/**
 * A filter as typed: words that a run must all have, in its names, its state or its settings, and comparisons such as
 * `R@1>70` (percent for shares), `seed=3`, `loss.margin>=0.2`. A word with `-` before it must be missing.
 */
export function parseFilter(text: string): Filter {
  const tests = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(testOf);
  return (row) => tests.every((test) => test(row));
}

function testOf(word: string): Filter {
  const comparison = /^([^<>=]+)(<=|>=|<|>|=)(.+)$/.exec(word);
  if (comparison) return comparisonOf(comparison[1]!, comparison[2]!, comparison[3]!);
  const absent = word.startsWith('-') && word.length > 1;
  const wanted = (absent ? word.slice(1) : word).toLowerCase();
  return (row) => wordsOf(row).includes(wanted) !== absent;
}

function comparisonOf(name: string, sign: string, wanted: string): Filter {
  const number = Number(wanted);
  return (row) => {
    const value = valueOf(row, name);
    if (value === undefined) return false;
    if (Number.isNaN(number) || typeof value === 'string') {
      return sign === '=' && String(value).toLowerCase() === wanted.toLowerCase();
    }
    return compare(value, number, sign);
  };
}

function compare(value: number, wanted: number, sign: string): boolean {
  switch (sign) {
    case '<':
      return value < wanted;
    case '>':
      return value > wanted;
    case '<=':
      return value <= wanted;
    case '>=':
      return value >= wanted;
    default:
      return value === wanted;
  }
}

function valueOf(row: RunRow, name: string): number | string | undefined {
  const metric = Object.entries(row.test ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase());
  // Rounded, since 0.7 times 100 is not 70.
  if (metric) return isShare(metric[0]) ? Number((100 * metric[1]).toFixed(6)) : metric[1];
  const own: Readonly<Record<string, number | string>> = {
    ...{ seed: row.seed, state: row.state, variant: row.variant, backend: row.backend, time: row.seconds },
  };
  if (Object.hasOwn(own, name)) return own[name];
  const setting = settingsOf(row.config).get(name);
  return setting !== undefined && setting !== '' && Number.isFinite(Number(setting))
    ? Number(setting)
    : setting;
}

const words = new WeakMap<RunConfig, string>();

function wordsOf(row: RunRow): string {
  const ofConfig =
    words.get(row.config) ??
    [...settingsOf(row.config)]
      .map((pair) => pair.join(' '))
      .join(' ')
      .toLowerCase();
  words.set(row.config, ofConfig);
  const own = [
    row.variant,
    `seed ${row.seed}`,
    row.state,
    row.experiment,
    row.backend,
    row.id,
    row.paper ?? '',
  ];
  return `${own.join(' ').toLowerCase()} ${ofConfig}`;
}
