/** What the Runs view shows, from the records; neither the editor nor the disk here. */
import { l10n } from 'vscode';
import type { RunRow } from '../../protocol/results';
import type { JobStanding, SweepStanding } from '../../runs/sweepStanding';
import { newestReplicates, type SeenReplicate } from '../../statistics/newestReplicates';
import { replicatesInWords } from '../../statistics/pairedScores';
import { isShare, meanInPercent, percent } from '../../statistics/percent';
import { summarise } from '../../statistics/inference/summarise';
import { configText } from './configText';
import { timedProgressText } from './progressText';

export type GroupName = 'running' | 'queued' | 'done' | 'failed' | 'stopped';

/** A run, as the view needs it. */
export interface TreeRun {
  readonly row: RunRow;
  /** The experiment's file, a URI. */
  readonly experiment: string;
  readonly sweep: string | null;
  readonly trial: number | null;
  readonly validationOnly: boolean;
}

export interface TreeSweep {
  readonly standing: SweepStanding;
  readonly experiment: string;
  readonly isAlive: boolean;
}

/** What a command gets of a node: it is called with the node itself. */
interface Target {
  /** Stable from look to look. */
  readonly id: string;
  /** The runs that it stands for. */
  readonly runIds: readonly string[];
}

export type RunsNode = GroupNode | EntryNode | MoreNode;
export type EntryNode = RunNode | SeedsNode | SweepNode | JobNode;

export interface GroupNode extends Target {
  readonly kind: 'group';
  readonly group: GroupName;
  readonly entries: readonly EntryNode[];
}

export interface RunNode extends Target {
  readonly kind: 'run';
  readonly run: TreeRun;
  readonly experiment: string;
}

/** Finished runs that differ in nothing but seed and fold. */
export interface SeedsNode extends Target {
  readonly kind: 'seeds';
  /** By seed, then by fold; of those run again the newest first. */
  readonly runs: readonly TreeRun[];
  readonly experiment: string;
}

export interface SweepNode extends Target {
  readonly kind: 'sweep';
  readonly sweepId: string;
  readonly sweep: TreeSweep;
  readonly runs: readonly TreeRun[];
  readonly experiment: string;
}

/** A job of a sweep that waits. */
export interface JobNode extends Target {
  readonly kind: 'job';
  readonly sweepId: string;
  readonly jobKeys: readonly string[];
  readonly standing: JobStanding;
  readonly experiment: string;
}

/** The rest of a long list. */
export interface MoreNode extends Target {
  readonly kind: 'more';
  readonly entries: readonly EntryNode[];
}

/** So many at once: the editor builds each of them. */
const pageSize = 200;
const order: readonly GroupName[] = ['running', 'queued', 'failed', 'stopped', 'done'];

export interface RunsTree {
  readonly groups: readonly GroupNode[];
  readonly running: number;
  readonly queued: number;
}

/** @param runs newest first @param sweeps newest first */
export function runsTree(runs: readonly TreeRun[], sweeps: readonly TreeSweep[]): RunsTree {
  const known = new Set(sweeps.map(({ standing }) => standing.sweep.id));
  const ofSweeps = new Map<string, TreeRun[]>();
  const single: TreeRun[] = [];
  for (const run of runs) {
    if (run.sweep === null || !known.has(run.sweep)) single.push(run);
    else if (ofSweeps.has(run.sweep)) ofSweeps.get(run.sweep)!.push(run);
    else ofSweeps.set(run.sweep, [run]);
  }
  const groups = new Map<GroupName, EntryNode[]>(order.map((name) => [name, []]));
  const put = (name: GroupName, entries: readonly EntryNode[]) => groups.get(name)!.push(...entries);
  for (const sweep of sweeps) {
    const { id } = sweep.standing.sweep;
    put(groupOfSweep(sweep), [sweepNode(sweep, ofSweeps.get(id) ?? [])]);
    if (sweep.isAlive) put('queued', queuedOf(sweep));
  }
  for (const name of order) put(name, entriesOf(single.filter(({ row }) => groupOf(row) === name)));
  return {
    groups: order.flatMap((group) => {
      const entries = groups.get(group)!;
      return entries.length > 0 ? [groupNode(group, entries)] : [];
    }),
    running: runs.filter(({ row }) => row.state === 'running').length,
    queued: groups.get('queued')!.length,
  };
}

/** What a node opens to; nothing for a single run. */
export function childrenOf(node: RunsNode): readonly RunsNode[] {
  switch (node.kind) {
    case 'group':
    case 'more':
      return paged(node.id, node.entries);
    case 'seeds':
      return paged(node.id, node.runs.map(runNode));
    case 'sweep':
      return paged(node.id, entriesOf(inOrder(node.runs)));
    case 'run':
    case 'job':
      return [];
  }
}

/** Runs and finished groups of seeds, where there are several of them. @param runs newest first */
function entriesOf(runs: readonly TreeRun[]): EntryNode[] {
  const alike = new Map<string, TreeRun[]>();
  for (const run of runs) {
    const key = run.row.state === 'finished' && !run.validationOnly ? likeness(run) : `run ${run.row.id}`;
    const others = alike.get(key);
    if (others) others.push(run);
    else alike.set(key, [run]);
  }
  return [...alike.values()].map((some) => (some.length > 1 ? seedsNode(some) : runNode(some[0]!)));
}

/** Alike for runs whose scores may be averaged. */
function likeness({ row, experiment, trial }: TreeRun): string {
  const { variant, backend, version, codeHash, selectedOn, split, config } = row;
  // Folds of one cut belong together, though each sees classes of its own.
  const classes = split?.fold ? [split.fold.of, split.fold.cut] : [split?.hash];
  const by = [backend, version, codeHash, selectedOn];
  return JSON.stringify([experiment, variant, trial, ...by, ...classes, configText(config)]);
}

function groupNode(group: GroupName, entries: readonly EntryNode[]): GroupNode {
  return { kind: 'group', id: `group ${group}`, group, entries, runIds: [] };
}

function runNode(run: TreeRun): RunNode {
  const { id } = run.row;
  return { kind: 'run', id: `run ${id}`, run, runIds: [id], experiment: run.experiment };
}

function seedsNode(alike: readonly TreeRun[]): SeedsNode {
  const runs = [...alike].sort((a, b) => a.row.seed - b.row.seed || foldOf(a) - foldOf(b));
  const runIds = runs.map(({ row }) => row.id);
  // The oldest stays the oldest while others come.
  return {
    kind: 'seeds',
    id: `seeds ${alike.at(-1)!.row.id}`,
    runs,
    runIds,
    experiment: runs[0]!.experiment,
  };
}

function sweepNode(sweep: TreeSweep, runs: readonly TreeRun[]): SweepNode {
  const { id } = sweep.standing.sweep;
  const runIds = runs.map(({ row }) => row.id);
  return { kind: 'sweep', id: `sweep ${id}`, sweepId: id, sweep, runs, runIds, experiment: sweep.experiment };
}

function queuedOf({ standing, experiment }: TreeSweep): JobNode[] {
  const sweepId = standing.sweep.id;
  return standing.jobs.flatMap((one): JobNode[] => {
    if (one.state !== 'queued') return [];
    const target = { id: `job ${sweepId} ${one.key}`, runIds: [], sweepId, jobKeys: [one.key], experiment };
    return [{ kind: 'job', standing: one, ...target }];
  });
}

/** The group that an entry is in, or would be in by itself. */
export function stateOf(node: EntryNode): GroupName {
  switch (node.kind) {
    case 'run':
      return groupOf(node.run.row);
    case 'seeds':
      return 'done';
    case 'sweep':
      return groupOfSweep(node.sweep);
    case 'job':
      return 'queued';
  }
}

function groupOf({ state }: RunRow): GroupName {
  if (state === 'finished') return 'done';
  return state === 'interrupted' ? 'stopped' : state;
}

function groupOfSweep({ standing: { jobs, toCome }, isAlive }: TreeSweep): GroupName {
  if (isAlive) return 'running';
  const has = (...states: string[]) => jobs.some(({ state }) => states.includes(state));
  if (toCome > 0 || has('queued', 'running')) return 'stopped';
  return has('failed') ? 'failed' : 'done';
}

const inOrder = (runs: readonly TreeRun[]) =>
  order.flatMap((name) => runs.filter(({ row }) => groupOf(row) === name));

function paged(id: string, entries: readonly EntryNode[]): readonly RunsNode[] {
  if (entries.length <= pageSize) return entries;
  const rest = entries.slice(pageSize);
  const more: MoreNode = { kind: 'more', id: `more ${id} ${rest[0]!.id}`, entries: rest, runIds: [] };
  return [...entries.slice(0, pageSize), more];
}

/** `circle · seed 3`, `circle · seeds 0–4`, `circle-loss · sweep`. */
export function labelOf(node: EntryNode): string {
  switch (node.kind) {
    case 'run':
      return runLabel(node.run);
    case 'seeds': {
      const { row, trial } = node.runs[0]!;
      const folds = new Set(node.runs.map(foldOf)).size;
      return [
        row.variant,
        ...trialText(trial),
        seedsText(node.runs),
        ...(folds > 1 ? [l10n.t('{0} folds', folds)] : []),
      ].join(' · ');
    }
    case 'sweep':
      return l10n.t('{0} · sweep', experimentName(node.sweep.standing.sweep.experiment.file));
    case 'job': {
      const { variant, seed, fold, trial } = node.standing.job;
      return [variant, ...trialText(trial ?? null), seedText(seed), ...foldText(fold)].join(' · ');
    }
  }
}

function runLabel({ row, trial }: TreeRun): string {
  return [row.variant, ...trialText(trial), seedText(row.seed), ...foldText(row.split?.fold?.index)].join(
    ' · ',
  );
}

/** `62% · 1 min 04 s left`, `71.1 ± 1.1 · circle-loss`, `7/24`. */
export function descriptionOf(node: EntryNode): string {
  switch (node.kind) {
    case 'run':
      return runDescription(node.run);
    case 'seeds':
      return [...scoreOf(node.runs), experimentName(node.runs[0]!.row.experiment)].join(' · ');
    case 'sweep': {
      const { jobs, toCome } = node.sweep.standing;
      const count = (state: string) => jobs.filter((job) => job.state === state).length;
      const parts = [`${count('done')}/${jobs.length + toCome}`];
      if (count('failed') > 0) parts.push(l10n.t('{0} failed', count('failed')));
      if (count('skipped') > 0) parts.push(l10n.t('{0} skipped', count('skipped')));
      return parts.join(' · ');
    }
    case 'job':
      return experimentName(node.experiment);
  }
}

function runDescription(run: TreeRun): string {
  const { state, step, steps, message, experiment } = run.row;
  const part = `${Math.floor((100 * step) / Math.max(1, steps))}%`;
  switch (state) {
    case 'running':
      return timedProgressText(run.row).join(' · ');
    case 'finished':
      return [...scoreOf([run]), experimentName(experiment)].join(' · ');
    case 'failed':
      // Where it went wrong stands in the hover: a path would fill the row.
      return message?.split('\n')[0]?.replace(/^.*\.m?[jt]s:\d+:\d+: /, '') ?? '';
    case 'stopped':
    case 'interrupted':
      return `${part} · ${experimentName(experiment)}`;
  }
}

/**
 * Recall@1 on test with its interval over seeds and folds, the newest run of each: `71.0 ± 2.5`, `71.0 ± 2.5 (5 seeds × 4 folds)`; of
 * a trial MAP@R on validation. What was chosen on test is marked.
 */
function scoreOf(runs: readonly TreeRun[]): string[] {
  if (runs[0]?.validationOnly) {
    const score = runs[0].row.validation?.metrics['MAP@R'];
    return score === undefined ? [] : [l10n.t('MAP@R {0} on validation', percent(score))];
  }
  const scored = newestReplicates(
    runs.filter(({ row }) => row.test !== null),
    replicateOf,
  );
  const summary = summarise(scored.flatMap(({ row }) => row.test?.['R@1'] ?? []));
  if (!summary) return [];
  const hasFolds = scored.length > 1 && scored.some(({ row }) => row.split?.fold);
  const over = hasFolds ? ` (${replicatesInWords(scored.map(replicateOf))})` : '';
  const oracle = runs[0]?.row.selectedOn === 'oracle' ? [l10n.t('oracle')] : [];
  return [`${meanInPercent(summary)}${over}`, ...oracle];
}

const replicateOf = ({ row: { seed, split } }: TreeRun): SeenReplicate => ({
  ...{ seed, fold: split?.fold?.index ?? null },
  classes: split?.hash,
});

/** The scores of a run for its hover, shares in percent: `seed 0, fold 1: R@1 71.1, MAP@R 40.2`; empty where there are none. */
export function scoresText({ row }: TreeRun): string {
  const { seed, split, test, validation } = row;
  const scores = Object.entries(test ?? validation?.metrics ?? {}).filter(([name]) => isShare(name));
  if (scores.length === 0) return '';
  const which = [seedText(seed), ...foldText(split?.fold?.index)].join(', ');
  const text = scores.map(([name, value]) => `${name} ${percent(value)}`).join(', ');
  return test ? `${which}: ${text}` : l10n.t('{0}, on validation: {1}', which, text);
}

/** `seeds 0–4`, `seeds 0, 2, 5`. */
function seedsText(runs: readonly TreeRun[]): string {
  const seeds = [...new Set(runs.map(({ row }) => row.seed))];
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  if (seeds.length === 1) return seedText(first);
  const isRow = last - first === seeds.length - 1 && seeds.length > 2;
  return l10n.t('seeds {0}', isRow ? `${first}–${last}` : seeds.join(', '));
}

/** `circle-loss` of `experiments/circle-loss.experiment.ts`, and of `library/circle-loss/experiment.ts`. */
export function experimentName(file: string): string {
  const parts = file.split('/');
  const stem = parts.at(-1)!.replace(/(\.experiment)?\.m?[jt]s$/, '');
  return stem === 'experiment' ? (parts.at(-2) ?? stem) : stem;
}

const foldOf = ({ row }: TreeRun) => row.split?.fold?.index ?? 0;
const foldText = (fold: number | undefined) => (fold === undefined ? [] : [l10n.t('fold {0}', fold)]);
const trialText = (trial: number | null) => (trial === null ? [] : [l10n.t('trial {0}', trial)]);
const seedText = (seed: number) => l10n.t('seed {0}', seed);
