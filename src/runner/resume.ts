import path from 'node:path';
import { LabError } from '../lab/core/labError';
import type { RunRecord } from '../protocol/run';
import type { Run } from '../runs/reader';
import { listRuns } from '../runs/runList';
import type { FoldsWish } from './foldsWish';

/** What the command line asks of the run to go on with; what it leaves open, the record says. */
export interface ResumeWish {
  /** Folder name, or 'latest': the newest of this experiment. */
  readonly run: string;
  /** The experiment's file as records name it. */
  readonly file: string;
  readonly codeHash: string;
  readonly variant?: string;
  readonly seeds?: readonly number[];
  readonly folds?: FoldsWish;
  readonly select?: string;
  readonly steps?: number;
  readonly backend?: string;
}

/** An unfinished run. */
export interface Unfinished {
  readonly folder: string;
  readonly record: RunRecord;
  /** Seconds spent on it so far. */
  readonly seconds: number;
}

/** @throws LabError that says why the run cannot go on, or in what it differs from what is asked */
export async function findUnfinished(runs: string, wish: ResumeWish): Promise<Unfinished> {
  const run = choose(await listRuns(runs), wish, runs);
  const { record, state, history, folder } = run;
  if (!record) throw new LabError(`run ${run.id} cannot be read: ${run.problems.join('; ')}`);
  if (state === 'finished')
    throw new LabError(`run ${run.id} is finished already; its scores are in ${folder}`);
  if (state === 'running') {
    const { pid, host } = history.start ?? {};
    throw new LabError(`run ${run.id} is still running (process ${pid} on ${host}); stop it first`);
  }
  const differences = differencesOf(record, wish);
  if (differences.length > 0) {
    throw new LabError(`run ${run.id} cannot go on with the same numbers:\n  ${differences.join('\n  ')}`);
  }
  return { folder, record, seconds: history.seconds };
}

function choose(
  runs: readonly Run[],
  { run: wanted, file, variant, seeds }: ResumeWish,
  folder: string,
): Run {
  if (wanted !== 'latest') {
    const found = runs.find(({ id }) => id === wanted);
    if (found) return found;
    throw new LabError(`no run '${wanted}' in ${folder}; the newest there is ${runs[0]?.id ?? 'none'}`);
  }
  const newest = runs.find(
    ({ record }) =>
      record?.experiment.file === file &&
      (variant === undefined || record.variant === variant) &&
      (seeds === undefined || seeds.includes(record.seed)),
  );
  if (!newest) throw new LabError(`no run of ${file} in ${path.resolve(folder)} to go on with`);
  return newest;
}

function differencesOf(record: RunRecord, { folds, ...wish }: ResumeWish): string[] {
  const { experiment, variant, seed, split, config, backend } = record;
  const { index, of, cut } = split?.fold ?? { index: 'none', of: 'none', cut: 'none' };
  const rows: [what: string, before: unknown, wanted: unknown][] = [
    ['experiment', experiment.file, wish.file],
    ['code (hash)', experiment.codeHash.slice(0, 12), wish.codeHash.slice(0, 12)],
    ['variant', variant, wish.variant],
    ['seed', seed, wish.seeds?.join(',')],
    ['fold', index, folds?.which],
    ['folds', of, folds?.of],
    ['cut', cut, folds?.cut],
    ['select', record.select ?? 'validation', wish.select],
    ['steps', config.steps, wish.steps],
    ['backend', backend, wish.backend],
  ];
  return rows
    .map(([what, before, wanted]) => [what, String(before), String(wanted ?? before)])
    .filter(([, before, now]) => before !== now)
    .map(([what, before, now]) => `${what}: ${before} before, ${now} now`);
}

/** What may change the numbers although it is allowed to differ: a sentence for the record, or null. */
export function driftOf(
  { device, versions }: RunRecord,
  now: { readonly device: string; readonly versions: Readonly<Record<string, string>> },
): string | null {
  const names = [...new Set([...Object.keys(versions), ...Object.keys(now.versions)])];
  const changes = [
    ...(device === now.device ? [] : [`device ${device}, now ${now.device}`]),
    ...names
      .filter((name) => versions[name] !== now.versions[name])
      .map((name) => `${name} ${versions[name] ?? 'none'}, now ${now.versions[name] ?? 'none'}`),
  ];
  return changes.length > 0
    ? `the numbers may differ from an undisturbed run: it began with ${changes.join('; ')}`
    : null;
}
