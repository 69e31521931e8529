import type { RunRow } from '../../protocol/results';
import type { RunConfig } from '../../protocol/run';
import { isShare } from '../../statistics/percent';
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
  return (row) => hasWord(row, wanted) !== absent;
}

function comparisonOf(name: string, sign: string, wanted: string): Filter {
  const number = Number(wanted);
  const lower = name.toLowerCase();
  return (row) => {
    const value = valueOf(row, name, lower);
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

function valueOf(row: RunRow, name: string, lower: string): number | string | undefined {
  for (const metric in row.test) {
    if (metric.toLowerCase() !== lower) continue;
    const score = row.test[metric]!;
    // Rounded, since 0.7 times 100 is not 70.
    return isShare(metric) ? Math.round(1e8 * score) / 1e6 : score;
  }
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

/** @param wanted in small letters, without a space */
function hasWord(row: RunRow, wanted: string): boolean {
  const { variant, seed, state, experiment, backend, id, paper } = row;
  const own = [variant, state, experiment, backend, id, paper ?? '', 'seed', String(seed)];
  return own.some((text) => text.toLowerCase().includes(wanted)) || wordsOf(row.config).includes(wanted);
}

function wordsOf(config: RunConfig): string {
  const known =
    words.get(config) ??
    [...settingsOf(config)]
      .map((pair) => pair.join(' '))
      .join(' ')
      .toLowerCase();
  words.set(config, known);
  return known;
}
