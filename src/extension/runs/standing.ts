import type { RunRow } from '../../protocol/results';
import { configText } from './configText';

/** What the runs of a paper or of an experiment say in one line. */
export interface Standing {
  /** Mean over seeds on the test classes; null where no run is finished. */
  readonly best: { readonly variant: string; readonly recallAt1: number; readonly seeds: number } | null;
  /** Part of the steps done by what runs now, 0 to 1; null where nothing runs. */
  readonly progress: number | null;
}

/**
 * Only runs that differ in nothing but their seed are averaged; of each variant its latest configuration counts, and of
 * each seed its latest run. The claim's variant stands for the whole; without one that has finished, the best.
 * @param claimed what the claim says scores higher
 */
export function standingOf(rows: readonly RunRow[], claimed: string | null): Standing {
  const running = rows.filter((row) => row.state === 'running');
  const means = variantMeans(rows);
  const best =
    means.find(({ variant }) => variant === claimed) ??
    means.reduce<Mean | null>((top, mean) => (top && top.recallAt1 >= mean.recallAt1 ? top : mean), null);
  return { best, progress: running.length > 0 ? progressOf(running) : null };
}

type Mean = NonNullable<Standing['best']>;

function variantMeans(rows: readonly RunRow[]): Mean[] {
  const finished = rows
    .filter((row) => row.test?.['R@1'] !== undefined)
    .sort((a, b) => Number(b.createdAt > a.createdAt) - Number(b.createdAt < a.createdAt));
  const byVariant = new Map<string, { key: string; seeds: Map<number, number> }>();
  for (const row of finished) {
    const key = JSON.stringify([row.backend, configText(row.config)]);
    const group = byVariant.get(row.variant) ?? { key, seeds: new Map<number, number>() };
    byVariant.set(row.variant, group);
    if (group.key === key && !group.seeds.has(row.seed)) group.seeds.set(row.seed, row.test?.['R@1'] ?? 0);
  }
  return [...byVariant].map(([variant, { seeds }]) => ({
    variant,
    recallAt1: [...seeds.values()].reduce((sum, value) => sum + value, 0) / seeds.size,
    seeds: seeds.size,
  }));
}

/** Part of the steps done by all together, 0 to 1. */
export function progressOf(rows: readonly Pick<RunRow, 'step' | 'steps'>[]): number {
  const steps = rows.reduce((sum, row) => sum + row.steps, 0);
  return steps > 0 ? rows.reduce((sum, row) => sum + row.step, 0) / steps : 0;
}
