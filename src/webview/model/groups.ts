import type { RunRow } from '../../protocol/results';
import type { Metrics, RunConfig } from '../../protocol/run';
import { isStale, type FileHashes } from '../../protocol/stale';
import { newestReplicates, type SeenReplicate } from '../../statistics/newestReplicates';
import type { Replicate } from '../../statistics/pairedScores';
import { summarise, type SampleSummary } from '../../statistics/inference/summarise';
import { plural } from './format';
import { isHigherBetter } from './metricNames';
import { settingsApart } from './settings';
import { sortBy } from './sorting';
import { stableKey } from './stableKey';

export type Summaries = Readonly<Record<string, SampleSummary>>;

/** Runs of the same code that differ in nothing but their seed, or in which fold they were validated on. */
export interface Group {
  readonly key: string;
  readonly experiment: string;
  readonly variant: string;
  /** The settings that tell it from another group of the same variant; null where the variant's name is enough. */
  readonly detail: string | null;
  /** In the order of the snapshot. */
  readonly rows: readonly RunRow[];
  /** The scored runs, the newest of each seed and fold: what the means are taken over. */
  readonly scored: readonly RunRow[];
  /** Scores on test; a score that one of the runs lacks has no mean. */
  readonly scores: Summaries;
  /** Mean time of the scored runs, seconds. */
  readonly seconds: number | null;
  /** Mean of their last training losses. */
  readonly loss: number | null;
  /** Trials that its settings are the best of, or one of; null where nothing was searched for. */
  readonly trials: number | null;
  /** True where the step was chosen by the scores on test: such a mean competes with none. */
  readonly oracle: boolean;
  /** True where the experiment's file has changed since. */
  readonly stale: boolean;
}

/** What runs are held against: the scores of an untrained network, or of the pixels themselves. */
export interface Reference {
  readonly key: string;
  readonly label: string;
  readonly scores: Summaries;
  /** Number of seeds. */
  readonly n: number;
}

/**
 * Groups in the order in which their first run stands.
 * @param all more runs than these may tell how many trials a search had
 * @param current hashes of experiments' files as they are now
 */
export function groupRuns(
  rows: readonly RunRow[],
  { all = rows, current = {} }: { all?: readonly RunRow[]; current?: FileHashes } = {},
): Group[] {
  const trials = trialsOf(all);
  const groups = [...groupBy(rows, groupKey)];
  const siblings = groupBy(groups, ([, rows]) => rows[0]!.variant);
  const details = new Map(
    [...siblings.values()].flatMap((same) =>
      detailsOf(same, (row) => {
        const { experiment, backend, version, codeHash, split, config } = row;
        return {
          experiment,
          backend,
          version,
          code: codeHash.slice(0, 8),
          ...config,
          folds: split?.fold?.of ?? 'none',
          cut: split?.fold?.cut,
          classes: split?.fold ? undefined : split?.hash.slice(0, 8),
          selected: selectedText[howAsked(row)],
        };
      }),
    ),
  );
  return groups.map(([key, members]) => {
    const scored = newestOfEach(members.filter((row) => row.test !== null));
    return {
      key,
      experiment: members[0]!.experiment,
      variant: members[0]!.variant,
      detail: details.get(key) || null,
      rows: members,
      scored,
      scores: summariesOf(scored.map((row) => row.test ?? {})),
      seconds: summarise(scored.map((row) => row.seconds))?.mean ?? null,
      loss: summarise(scored.flatMap((row) => row.loss ?? []))?.mean ?? null,
      trials: trials.get(searchKey(members[0]!))?.size ?? null,
      oracle: howAsked(members[0]!) === 'oracle',
      stale: isStale(members[0]!.experiment, members[0]!.fileHash, current),
    };
  });
}

/** Numbers of the trials that ran, by variant and sweep. */
function trialsOf(rows: readonly RunRow[]): ReadonlyMap<string, ReadonlySet<number>> {
  const trials = new Map<string, Set<number>>();
  for (const row of rows) {
    if (!row.search) continue;
    const key = searchKey(row);
    trials.set(key, (trials.get(key) ?? new Set<number>()).add(row.search.trial));
  }
  return trials;
}

const searchKey = ({ search, variant }: RunRow) => `${search?.sweep ?? ''}\n${variant}`;

/** `best of 20 trials`, of what was scored on test after a search; else null. */
export function trialsText({ trials, scored }: Group): string | null {
  return trials === null || scored.length === 0 ? null : `best of ${plural(trials, 'trial')}`;
}

/** A group in a table that is handed out: what tells it from its like, and what it may not be taken for. */
export function groupName(group: Group): string {
  const { variant, detail, oracle, stale } = group;
  return [variant, detail, trialsText(group), oracle && 'oracle', stale && 'stale']
    .filter(Boolean)
    .join(', ');
}

/** What a mean's runs are: each counts as one, as each pair does in a claim. */
export const overText = (rows: readonly RunRow[]): string => (hasFolds(rows) ? 'seeds and folds' : 'seeds');

export const hasFolds = (rows: readonly RunRow[]): boolean => rows.some(({ split }) => split?.fold);

/** The untrained network, once for each data set and model that was used, then the pixels, once for each data set. */
export function referencesOf(rows: readonly RunRow[]): Reference[] {
  return [
    ...references(
      rows,
      'untrained',
      (row) => row.untrained,
      ({ data, model }) => ({ data, model }),
    ),
    ...references(
      rows,
      'raw pixels',
      (row) => row.pixels,
      ({ data }) => ({ data }),
    ),
  ];
}

/**
 * For each group the scores that nothing tells from the best: those inside the 95 % interval of the highest mean. Only
 * means over several runs compete, and only with means got by the same code on the same data, network and budget, selected alike: a single run proves
 * nothing, unlike runs are no comparison, and what was chosen on test is none either.
 */
export function bestScores(groups: readonly Group[]): ReadonlyMap<string, ReadonlySet<string>> {
  const best = new Map<string, Set<string>>();
  const several = groups.filter((group) => group.scored.length > 1 && !group.oracle);
  for (const rivals of groupBy(several, contestKey).values()) {
    if (rivals.length < 2) continue;
    for (const metric of new Set(rivals.flatMap((group) => Object.keys(group.scores)))) {
      if (!isHigherBetter(metric)) continue;
      for (const { key } of insideTheBest(rivals, metric)) {
        best.set(key, (best.get(key) ?? new Set<string>()).add(metric));
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

/** What two runs must share to be a pair: the seed, and the fold where there are folds. */
export function replicateOf({ seed, split }: RunRow): Replicate {
  return { seed, fold: split?.fold?.index ?? null };
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

/** Each filter groups the same runs anew. */
const groupKeys = new WeakMap<RunRow, string>();

function groupKey(row: RunRow): string {
  const key = groupKeys.get(row) ?? newGroupKey(row);
  groupKeys.set(row, key);
  return key;
}

function newGroupKey(row: RunRow): string {
  const { experiment, variant, backend, version, codeHash, split, config } = row;
  // Folds of one cut belong together, though each sees classes of its own.
  const classes = split?.fold ? `${split.fold.of} ${split.fold.cut}` : (split?.hash ?? '');
  const by = [backend, version, codeHash, classes, howAsked(row)];
  return [experiment, variant, ...by, configKey(config)].join('\n');
}

const selectedText = { validation: 'on validation', last: 'last step', oracle: 'on test' } as const;

/** Known before the run is over. */
const howAsked = ({ select, selectedOn }: RunRow): RunRow['select'] =>
  selectedOn === 'oracle' ? selectedOn : select;

/** Runs share their configurations: each is made a key once. */
const configKeys = new WeakMap<RunConfig, string>();

function configKey(config: RunConfig): string {
  const key = configKeys.get(config) ?? shortened(stableKey(config));
  configKeys.set(config, key);
  return key;
}

/** A text of few letters in place of a long one, equal for equal texts: two hashes of 32 bits (FNV-1a), and the length. */
function shortened(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01234567];
  for (let at = 0; at < text.length; at++) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return [a >>> 0, b >>> 0, text.length].map((part) => part.toString(36)).join(' ');
}

function contestKey(group: Group): string {
  const { experiment, version, codeHash, split, select, config } = group.rows[0]!;
  const { of, cut } = split?.fold ?? {};
  const classes = split?.fold ? null : split?.hash;
  const key = contestKeys.get(config) ?? stableKey([config.data, config.model, config.steps]);
  contestKeys.set(config, key);
  return [experiment, version, codeHash, select, of, cut, classes, key].join('\n');
}

const contestKeys = new WeakMap<RunConfig, string>();

function insideTheBest(rivals: readonly Group[], metric: string): Group[] {
  const known = rivals.filter((group) => group.scores[metric] !== undefined);
  const meanOf = (group: Group) => group.scores[metric]!.mean;
  if (known.length === 0) return [];
  const winner = known.reduce((best, group) => (meanOf(group) > meanOf(best) ? group : best));
  const low = winner.scores[metric]!.interval?.[0] ?? meanOf(winner);
  return known.filter((group) => meanOf(group) >= low);
}

/** The newest of each replicate, in the order of the rows. */
export function newestOfEach(
  rows: readonly RunRow[],
  of: (row: RunRow) => SeenReplicate = (row) => ({ ...replicateOf(row), classes: row.split?.hash }),
): RunRow[] {
  const newest = new Set(newestReplicates(newestFirst(rows), of));
  return rows.filter((row) => newest.has(row));
}

/** As they come, as a rule. */
function newestFirst(rows: readonly RunRow[]): readonly RunRow[] {
  const inOrder = rows.every((row, at) => at === 0 || row.createdAt <= rows[at - 1]!.createdAt);
  return inOrder ? rows : sortBy(rows, ({ createdAt }) => createdAt, true);
}

function summariesOf(scores: readonly Metrics[]): Summaries {
  const names = Object.keys(scores[0] ?? {}).filter((name) =>
    scores.every((metrics) => Number.isFinite(metrics[name])),
  );
  return Object.fromEntries(
    names.map((name) => [name, summarise(scores.map((metrics) => metrics[name]!))!] as const),
  );
}

/** Each filter asks for the same settings anew. */
const referenceKeys = {
  untrained: new WeakMap<RunConfig, string>(),
  'raw pixels': new WeakMap<RunConfig, string>(),
};

function references(
  rows: readonly RunRow[],
  name: keyof typeof referenceKeys,
  scoresOf: (row: RunRow) => Metrics | null,
  settingsOf: (config: RunConfig) => object,
): Reference[] {
  const keys = referenceKeys[name];
  const keyOf = ({ config }: RunRow) => {
    const key = keys.get(config) ?? stableKey(settingsOf(config));
    keys.set(config, key);
    return key;
  };
  const groups = [
    ...groupBy(
      rows.filter((row) => scoresOf(row) !== null),
      keyOf,
    ),
  ];
  const details = new Map(detailsOf(groups, ({ config }) => settingsOf(config)));
  return groups.map(([key, members]) => {
    // Pixels are the same whatever the seed: there is no spread to speak of.
    const seeds = name === 'raw pixels' ? newestFirst(members).slice(0, 1) : untrainedSeeds(members);
    const detail = details.get(key);
    return {
      key: `${name} ${key}`,
      label: detail ? `${name}, ${detail}` : name,
      scores: summariesOf(seeds.map((row) => scoresOf(row) ?? {})),
      n: seeds.length,
    };
  });
}

/** The newest of each seed: before training all folds are one. Another version may begin with other weights. */
function untrainedSeeds(rows: readonly RunRow[]): RunRow[] {
  const version = newestFirst(rows)[0]?.version;
  return newestOfEach(
    rows.filter((row) => row.version === version),
    ({ seed, split }) => ({
      ...{ seed, fold: null },
      classes: split ? `${split.classes.test} ${split.images.test}` : undefined,
    }),
  );
}

/** For each group, by its key, the settings that tell it from the others. */
function detailsOf(
  siblings: readonly (readonly [string, readonly RunRow[]])[],
  settingsOf: (row: RunRow) => object,
): [string, string][] {
  if (siblings.length < 2) return siblings.map(([key]) => [key, '']);
  const apart = settingsApart(siblings.map(([, rows]) => settingsOf(rows[0]!)));
  return siblings.map(([key], index) => [key, apart[index]!]);
}
