import type { RunResult } from '../protocol/run';
import type { Best } from '../runs/checkpoint';

/** How the weights are chosen that are scored on test. */
export type Selection = RunResult['selectedOn'];

export const selections = ['validation', 'last', 'oracle'] as const satisfies readonly Selection[];

/** The score that is chosen by. */
const metric = 'MAP@R';

/** Whether newer weights take the place of the best so far. Without a score to choose by, the last ones do. */
export function isBetter(now: Best, before: Best, select: Selection): boolean {
  const score = scoreOf(now, select);
  return score === undefined || score > (scoreOf(before, select) ?? 0);
}

function scoreOf({ metrics, test }: Best, select: Selection): number | undefined {
  if (select === 'last') return undefined;
  return (select === 'oracle' ? test : metrics)?.[metric];
}
