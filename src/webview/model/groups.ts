import type { RunRow } from '../../protocol/results';
import type { Metrics } from '../../protocol/run';
import { settingsApart } from './settings';
import { sortBy } from './sorting';
import { stableKey } from './stableKey';
import { meanOf, type Mean } from './statistics';

export type Means = Readonly<Record<string, Mean>>;

/** Runs that differ in nothing but their seed. */
export interface Group {
  readonly key: string;
  readonly experiment: string;
  readonly variant: string;
  /** The settings that tell it from another group of the same variant; null where the variant's name is enough. */
  readonly detail: string | null;
  /** In the order of the snapshot. */
  readonly rows: readonly RunRow[];
  /** The scored runs, the newest of each seed: what the means are taken over. */
  readonly scored: readonly RunRow[];
  /** Scores on test; a score that one of the seeds lacks has no mean. */
  readonly means: Means;
  /** Mean time of the scored runs, seconds. */
  readonly seconds: number | null;
}

/** The untrained network's scores under one data set and model. */
export interface Baseline {
  readonly key: string;
  readonly label: string;
  readonly means: Means;
  /** Number of seeds. */
  readonly n: number;
}

/** Groups in the order in which their first run stands. */
export function groupRuns(rows: readonly RunRow[]): Group[] {
  const groups = [...groupBy(rows, groupKey)];
  const siblings = groupBy(groups, ([, rows]) => rows[0]!.variant);
  const details = new Map(
    [...siblings.values()].flatMap((same) =>
      detailsOf(same, ({ experiment, backend, config }) => ({ experiment, backend, ...config })),
    ),
  );
  return groups.map(([key, members]) => {
    const scored = newestOfEachSeed(members.filter((row) => row.test !== null));
    return {
      key,
      experiment: members[0]!.experiment,
      variant: members[0]!.variant,
      detail: details.get(key) || null,
      rows: members,
      scored,
      means: meansOf(scored.map((row) => row.test ?? {})),
      seconds: meanOf(scored.map((row) => row.seconds))?.mean ?? null,
    };
  });
}

/** The untrained network, once for each data set and model that was used. */
export function untrainedBaselines(rows: readonly RunRow[]): Baseline[] {
  const groups = [
    ...groupBy(
      rows.filter((row) => row.untrained !== null),
      (row) => stableKey([row.config.data, row.config.model]),
    ),
  ];
  const details = new Map(detailsOf(groups, ({ config }) => ({ data: config.data, model: config.model })));
  return groups.map(([key, members]) => {
    const seeds = newestOfEachSeed(members);
    const detail = details.get(key);
    return {
      key,
      label: detail ? `untrained, ${detail}` : 'untrained',
      means: meansOf(seeds.map((row) => row.untrained ?? {})),
      n: seeds.length,
    };
  });
}

/**
 * For each group the scores in which its mean is the best. Only means over several seeds compete, and only with means
 * got on the same data, network and budget: a single run proves nothing, and unlike runs are no comparison.
 */
export function bestMeans(groups: readonly Group[]): ReadonlyMap<string, ReadonlySet<string>> {
  const best = new Map<string, Set<string>>();
  const several = groups.filter((group) => group.scored.length > 1);
  for (const rivals of groupBy(several, contestKey).values()) {
    if (rivals.length < 2) continue;
    for (const metric of new Set(rivals.flatMap((group) => Object.keys(group.means)))) {
      const top = Math.max(...rivals.map((group) => group.means[metric]?.mean ?? -Infinity));
      for (const group of rivals) {
        if (group.means[metric]?.mean !== top) continue;
        best.set(group.key, (best.get(group.key) ?? new Set<string>()).add(metric));
      }
    }
  }
  return best;
}

/** Each group's place by age, which its line's colour and dash follow: a new variant leaves the others theirs. */
export function groupPlaces(groups: readonly Group[]): ReadonlyMap<string, number> {
  const begun = ({ rows }: Group) => rows.map((row) => row.createdAt).sort()[0]!;
  return new Map(sortBy(groups, begun, false).map((group, place) => [group.key, place]));
}

/** A map from key to the values with that key, in order of first appearance. */
export function groupBy<T>(values: Iterable<T>, keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function groupKey(row: RunRow): string {
  return stableKey([row.experiment, row.variant, row.backend, row.config]);
}

function contestKey(group: Group): string {
  const { experiment, config } = group.rows[0]!;
  return stableKey([experiment, config.data, config.model, config.steps]);
}

function newestOfEachSeed(rows: readonly RunRow[]): RunRow[] {
  const newest = new Map<number, RunRow>();
  for (const row of rows) {
    const other = newest.get(row.seed);
    if (!other || row.createdAt > other.createdAt) newest.set(row.seed, row);
  }
  return [...newest.values()];
}

function meansOf(scores: readonly Metrics[]): Means {
  const names = Object.keys(scores[0] ?? {}).filter((name) =>
    scores.every((metrics) => Number.isFinite(metrics[name])),
  );
  return Object.fromEntries(
    names.map((name) => [name, meanOf(scores.map((metrics) => metrics[name]!))!] as const),
  );
}

/** For each group, by its key, the settings that tell it from the others. */
function detailsOf(
  siblings: readonly (readonly [string, readonly RunRow[]])[],
  settingsOf: (row: RunRow) => object,
): [string, string][] {
  const apart = settingsApart(siblings.map(([, rows]) => settingsOf(rows[0]!)));
  return siblings.map(([key], index) => [key, apart[index]!]);
}
