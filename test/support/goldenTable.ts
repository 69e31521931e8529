/** What the golden tests saw, idea by idea: filled by each test file, printed by the last. */
export type Column = 'values' | 'gradients' | 'edge cases' | 'compiled' | 'snippet' | 'experiment';

const columns: readonly Column[] = ['values', 'gradients', 'edge cases', 'compiled', 'snippet', 'experiment'];

const seen = new Map<string, Map<Column, { passed: number; all: number }>>();

/**
 * Counts checks of an idea.
 * @param faults null for a check that passed
 */
export function count(idea: string, column: Column, faults: readonly (string | null)[]): void {
  const row = seen.get(idea) ?? new Map<Column, { passed: number; all: number }>();
  const { passed, all } = row.get(column) ?? { passed: 0, all: 0 };
  row.set(column, {
    passed: passed + faults.filter((fault) => fault === null).length,
    all: all + faults.length,
  });
  seen.set(idea, row);
}

/** `{ 'loss/circle': { values: '30/30', … } }`; '-' where nothing was checked. */
export function goldenTable(ideas: readonly string[]): Record<string, Record<Column, string>> {
  return Object.fromEntries(ideas.map((idea) => [idea, rowOf(idea)]));
}

function rowOf(idea: string): Record<Column, string> {
  const cells = columns.map((column) => {
    const { passed, all } = seen.get(idea)?.get(column) ?? { passed: 0, all: 0 };
    return [column, all === 0 ? '-' : `${passed}/${all}`];
  });
  return Object.fromEntries(cells) as Record<Column, string>;
}
