import path from 'node:path';
import { LabError } from '../../lab/core/labError';
import type { DataFolders } from '../../lab/datasets/dataset';
import * as lab from '../../lab/index';
import type { Experiment } from '../../lab/training/experiment';
import type { Sweep } from '../../protocol/sweep';
import type { SweepStanding } from '../../runs/sweepStanding';
import {
  createSweep,
  readSkipped,
  readSweep,
  sweepNames,
  sweepsFolder,
  takeRequests,
  writeSkipped,
} from '../../runs/sweepFiles';
import { ownSweep } from '../../runs/sweepOwner';
import { asExperiment } from '../asExperiment';
import { dataPlaces } from '../dataFolders';
import { loadExperiment } from '../loadExperiment';
import type { Screen } from '../movingLine';
import { experimentOf, runsFolder } from '../newRecord';
import { duration } from '../../protocol/duration';
import { findWorkspace, innerPath } from '../workspace';
import { loadedSplits, seenSplits } from '../seenSplits';
import { newSweep, type SweepWish } from './newSweep';
import { Queue } from './queue';
import { startRun, type RunProgram } from './runProcess';
import { SweepProgress } from './sweepProgress';
import { SweepRuns } from './sweepRuns';
import { untilStopped } from './untilStopped';

export interface SweepRequest {
  /** Absolute path of the experiment. */
  readonly file: string;
  readonly out?: string;
  /** Of a new sweep; with `resume` the number of runs at once alone. */
  readonly wish: SweepWish;
  /** Id of a sweep to go on with, or 'latest'. */
  readonly resume?: string;
  /** Tries the failed runs of that sweep once more. */
  readonly retry: boolean;
  /** The `metric-lab` program, a file. */
  readonly runner: string;
}

export interface SweepDone {
  /** Where it stands at the end; jobs are left where it was stopped. */
  readonly standing: SweepStanding;
  /** What the trials of the experiment's search draw. */
  readonly search: Experiment['search'];
}

/**
 * Does a sweep, or goes on with one.
 * @throws LabError for all that the user can put right
 */
export async function sweep(request: SweepRequest, screen: Screen): Promise<SweepDone> {
  const { file, out, resume } = request;
  const runs = runsFolder(findWorkspace(path.dirname(file)), out);
  const sweeps = sweepsFolder(runs);
  const { planned, search } = await plan(request, sweeps, screen);
  const folder = path.join(sweeps, planned.id);
  if (resume === undefined) await createSweep(folder, planned);
  const owned = await ownSweep(folder);
  try {
    const program = { runner: request.runner, file, ...(out !== undefined && { out: path.resolve(out) }) };
    return { standing: await work(planned, { folder, runs, program, request }, screen), search };
  } finally {
    await owned.release();
  }
}

/** A new sweep, or the one to go on with. */
async function plan(
  { file, wish, resume }: SweepRequest,
  sweeps: string,
  screen: Screen,
): Promise<{ readonly planned: Sweep; readonly search: Experiment['search'] }> {
  const workspace = findWorkspace(path.dirname(file));
  const loaded = await loadExperiment(file, lab);
  const experiment = asExperiment(loaded.value, file);
  const about = experimentOf({ experiment, file, workspace, ...loaded });
  const { search } = experiment;
  if (resume === undefined) {
    const planned = newSweep(experiment, about, wish, new Date());
    try {
      await checkData(
        experiment,
        planned,
        dataPlaces(wish.data, workspace, (line) => screen.write(`${line}\n`)),
      );
    } catch (error) {
      throw loaded.userCode.explain(error);
    }
    return { planned, search };
  }
  const found = await find(sweeps, resume, innerPath(workspace, file));
  const { id, experiment: before } = found;
  if (before.codeHash !== about.codeHash) {
    throw new LabError(
      `sweep ${id} cannot go on: ${before.file} is not what it was (code hash ${before.codeHash.slice(0, 12)} before,` +
        ` ${about.codeHash.slice(0, 12)} now); undo the change, or start a new sweep`,
    );
  }
  return { planned: found, search };
}

/** Looks at the data before hundreds of runs do. @throws LabError where none of them could begin */
async function checkData({ data }: Experiment, { folds }: Sweep, from: DataFolders): Promise<void> {
  seenSplits(data, await loadedSplits(data, from), { fold: folds && { index: 0, ...folds } });
}

async function find(sweeps: string, wanted: string, file: string): Promise<Sweep> {
  const names = await sweepNames(sweeps);
  const chosen = wanted === 'latest' ? names : names.filter((name) => name === wanted);
  for (const name of chosen) {
    const parsed = await readSweep(path.join(sweeps, name));
    if (parsed && 'problem' in parsed && wanted !== 'latest') {
      throw new LabError(`sweep ${name} cannot be read: ${parsed.problem}`);
    }
    if (!parsed || 'problem' in parsed) continue;
    if (parsed.value.experiment.file === file) return parsed.value;
    if (wanted !== 'latest') {
      throw new LabError(`sweep ${name} is of ${parsed.value.experiment.file}, not of ${file}`);
    }
  }
  throw new LabError(
    wanted === 'latest'
      ? `no sweep of ${file} in ${sweeps} to go on with`
      : `no sweep '${wanted}' in ${sweeps}; the newest there is ${names[0] ?? 'none'}`,
  );
}

interface Place {
  readonly folder: string;
  readonly runs: string;
  readonly program: RunProgram;
  readonly request: SweepRequest;
}

async function work(
  planned: Sweep,
  { folder, runs, program, request }: Place,
  screen: Screen,
): Promise<SweepStanding> {
  const atOnce = request.wish.atOnce ?? planned.atOnce;
  const progress = new SweepProgress(screen, Date.now);
  const stopping = untilStopped(() => queue.kill(), progress);
  // A stop that an earlier process did not live to hear is not meant for this one.
  const before = (await takeRequests(folder)).filter(({ type }) => type !== 'stop');
  const queue: Queue = new Queue({
    ...{ sweep: planned, atOnce, retry: request.retry, listener: progress, stop: stopping.signal },
    runs: new SweepRuns(runs, planned.id),
    start: (job, run) => startRun(program, planned, job, run),
    requests: async () => [...before.splice(0), ...(await takeRequests(folder))],
    skipped: await readSkipped(folder),
    keepSkipped: (skipped) => writeSkipped(folder, skipped),
  });
  const since = Date.now();
  progress.line(greeting(planned, atOnce));
  try {
    const standing = await queue.run();
    progress.line(farewell(standing, (Date.now() - since) / 1000));
    return standing;
  } finally {
    progress.clear();
    stopping.release();
  }
}

function greeting({ id, variants, seeds, folds, search, threads }: Sweep, atOnce: number): string {
  const parts = [
    variants.join(', '),
    `seeds ${seeds.join(', ')}`,
    ...(folds ? [`${folds.of} folds`] : []),
    ...(search ? [`${search.trials} trials each, ${search.method}, on validation alone`] : []),
    `${atOnce} at once, ${threads} ${threads === 1 ? 'thread' : 'threads'} each`,
  ];
  return `sweep ${id}: ${parts.join('; ')}`;
}

function farewell({ sweep: { id }, jobs, toCome }: SweepStanding, seconds: number): string {
  const count = (state: string) => jobs.filter((job) => job.state === state).length;
  const left = count('queued') + count('running') + toCome;
  const failed = count('failed');
  const more = [
    ...(failed > 0 ? [`${failed} failed; to try them again: --resume ${id} --retry`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
    ...(left > 0 ? [`${left} left; to go on: --resume ${id}`] : []),
  ];
  return [`${count('done')} of ${jobs.length + toCome} runs done in ${duration(seconds)}`, ...more].join(
    '; ',
  );
}
