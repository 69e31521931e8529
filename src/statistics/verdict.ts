import { pairedDifferences } from './pairedDifferences';
import { summarise } from './inference/summarise';
import { studentTCriticalValue } from './studentT';

/** What paired runs say of a claim that one thing is better than another. */
export interface Verdict {
  /**
   * supported: the interval of the differences lies above 0; not supported: below 0; undecided: neither, or all differences
   * are equal: nothing tells chance apart then.
   */
  readonly state: 'supported' | 'not supported' | 'undecided';
  readonly pairs: number;
  /** better - than, its mean. */
  readonly mean: number;
  /** 95 % interval of that mean, by Student's t; null for a single pair. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Pairs that would decide it, were mean and spread to stay as they are; null where it is decided, or that is not foreseeable. */
  readonly pairsToDecide: number | null;
}

/** Differences that are less apart than this differ by rounding alone. */
const rounding = 1e-12;

/** More runs than that nobody makes. */
const mostPairs = 1000;

/**
 * Compares two methods on the same seeds or folds; larger is better.
 * @returns null without pairs
 * @throws RangeError where the samples differ in length
 */
export function verdict(better: readonly number[], than: readonly number[]): Verdict | null {
  const found = summarise(pairedDifferences(better, than));
  if (!found) return null;
  const { n: pairs, mean, interval, deviation } = found;
  const spread = deviation !== null && deviation > rounding ? deviation : null;
  const state = spread === null || !interval ? 'undecided' : stateOf(interval);
  const pairsToDecide = state === 'undecided' && spread !== null ? pairsFor(mean, spread) : null;
  return { state, pairs, mean, interval, pairsToDecide };
}

function stateOf([low, high]: readonly [number, number]): Verdict['state'] {
  if (low > 0) return 'supported';
  return high < 0 ? 'not supported' : 'undecided';
}

/** The least number of pairs whose interval would leave out 0: |mean| > t · deviation / √n. */
function pairsFor(mean: number, deviation: number): number | null {
  for (let n = 2; n <= mostPairs; n++) {
    if (Math.abs(mean) > (studentTCriticalValue(0.05, n - 1) * deviation) / Math.sqrt(n)) return n;
  }
  return null;
}
