/** What the golden tests saw, idea by idea: filled by each test file, printed by the last. */
import assert from 'node:assert/strict';
import type { GoldenRecord, GoldenState } from '../../src/protocol/idea';
import { difference } from './goldens';

const columns = ['values', 'gradients', 'edge cases', 'compiled', 'snippet', 'experiment'] as const;
export type Column = (typeof columns)[number];

interface Checks {
  readonly passed: number;
  readonly all: number;
}

const seen = new Map<string, Map<Column, Checks>>();

/**
 * Counts checks of an idea.
 * @param faults null for a check that passed
 */
export function count(idea: string, column: Column, faults: readonly (string | null)[]): void {
  const row = seen.get(idea) ?? new Map<Column, Checks>();
  const { passed, all } = row.get(column) ?? { passed: 0, all: 0 };
  row.set(column, {
    passed: passed + faults.filter((fault) => fault === null).length,
    all: all + faults.length,
  });
  seen.set(idea, row);
}

/** Counts a check that throws where it fails. */
export function counted(idea: string, column: Column, check: () => void): void {
  try {
    check();
  } catch (error) {
    count(idea, column, [String(error)]);
    throw error;
  }
  count(idea, column, [null]);
}

/** Compares a number of each idea with its golden, and counts it. */
export function sameScores(
  ideas: readonly string[],
  actual: readonly number[],
  expected: readonly number[],
): void {
  const faults = actual.map((value, at) => difference([value], [expected[at]!]));
  ideas.forEach((idea, at) => count(idea, 'values', faults.slice(at, at + 1)));
  assert.deepEqual(faults.map((fault, at) => fault && `${ideas[at]}: ${fault}`).filter(Boolean), []);
}

/** The whole table: `{ 'loss/circle': { values: '30/30', … } }`; '-' where nothing was checked. */
export function goldenTable(): GoldenRecord {
  return tableOf(columns);
}

/** Of the ideas that have goldens, the columns that these decide. */
export function goldenRecord(): GoldenRecord {
  const rows = Object.entries(tableOf(['values', 'gradients', 'edge cases']));
  return Object.fromEntries(rows.filter(([, { values }]) => values !== '-'));
}

function tableOf(shown: readonly Column[]): GoldenRecord {
  return Object.fromEntries([...seen.keys()].sort().map((idea) => [idea, rowOf(idea, shown)]));
}

function rowOf(idea: string, shown: readonly Column[]): GoldenState {
  const cells = shown.map((column) => {
    const { passed, all } = seen.get(idea)?.get(column) ?? { passed: 0, all: 0 };
    return [column, all === 0 ? '-' : `${passed}/${all}`];
  });
  return Object.fromEntries(cells) as GoldenState;
}
