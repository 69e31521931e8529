import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { version } from '../../package.json';
import { tf } from '../lab/core/tf';
import { LabError } from '../lab/core/labError';
import type { ImageSet, Splits } from '../lab/datasets/dataset';
import { startEngine } from '../lab/engine/engine';
import * as lab from '../lab/index';
import type { Embedded } from '../lab/numeric/embedded';
import type { Experiment } from '../lab/training/experiment';
import { createTraining, type Training } from '../lab/training/training';
import type { RunEvent, RunRecord, RunResult, RunSplit } from '../protocol/run';
import type { SavedState } from '../runs/checkpoint';
import { RunWriter } from '../runs/writer';
import { asExperiment } from './asExperiment';
import { dataPlaces } from './dataFolders';
import { engineInWords } from './engineInWords';
import { engineSources } from './engineSources';
import { failureOf, type FailedRun } from './failedRun';
import { gentleStop } from './gentleStop';
import { ignoreRuns } from './gitIgnore';
import { gitState } from './gitState';
import { loadExperiment } from './loadExperiment';
import { newRecord, runsFolder, type RunOrigin } from './newRecord';
import { plan, type Job, type TrainRequest } from './plan';
import type { Screen } from './movingLine';
import { Progress } from './progress';
import { driftOf } from './resume';
import { runSplit } from './runSplit';
import { LockedTest } from './lockedTest';
import { writePictures } from './pictures';
import { loadedSplits, seenSplits } from './seenSplits';
import { retrieved, scored, type Searching } from './scored';
import { traineeOf } from './trainee';
import { trainRun, type Outcome, type TrainRunParts } from './trainRun';
import { findWorkspace, innerPath } from './workspace';

/** A run and how it ended. */
export interface TrainedRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** Null where it was stopped. */
  readonly result: RunResult | null;
}

/** What a call came to. */
export interface Trained {
  /** Those that finished, in their order; one that was stopped is the last. */
  readonly runs: readonly TrainedRun[];
  readonly failed: readonly FailedRun[];
  /** True where it was asked to stop before all was done. */
  readonly stopped: boolean;
}

/** What the runs of one call share. */
interface Session {
  readonly origin: RunOrigin;
  /** The data set as it was loaded. */
  readonly loaded: Splits;
  /** What runs see of it that have no fold. */
  readonly splits: Splits;
  readonly searching: Searching;
  readonly runs: string;
  readonly screen: Screen;
  readonly explain: (error: unknown) => unknown;
}

/**
 * Does what was asked for, one run after the other. A run that fails keeps none of the others from theirs.
 * @throws LabError for what the user can put right and concerns all runs
 */
export async function train(request: TrainRequest, screen: Screen): Promise<Trained> {
  const { file, programFolder } = request;
  const workspace = findWorkspace(path.dirname(file));
  const runs = runsFolder(workspace, request.out);
  const loaded = await loadExperiment(file, lab);
  const code = { file, workspace, codeHash: loaded.codeHash, fileHash: loaded.fileHash };
  const planned = await plan(asExperiment(loaded.value, file), code, runs, request);
  const { experiment, jobs, backend, trial, validationOnly, select } = planned;
  const explain = (error: unknown) => loaded.userCode.explain(error);
  try {
    const sources = engineSources(programFolder, [path.dirname(file), workspace]);
    const engine = await startEngine(backend, { ...sources, threads: request.threads });
    screen.write(`${engineInWords(engine)}\n`);
    const from = dataPlaces(request.data, workspace, (line) => screen.write(`${line}\n`));
    const loaded = await loadedSplits(experiment.data, from);
    const splits = seenSplits(experiment.data, loaded, { validationOnly });
    screen.write(`${dataInWords(experiment, splits)}\n`);
    const made = { backend: engine.name, device: engine.device, versions: versions() };
    const part = { sweep: request.sweep, trial, validationOnly, select, keepGoing: request.keepGoing };
    const origin = { experiment, ...code, ...made, ...part, git: await gitState(workspace) };
    const searching = { prepare: engine.prepare, threads: engine.threads };
    return await trainAll(jobs, { origin, loaded, splits, searching, runs, screen, explain });
  } catch (error) {
    throw explain(error);
  }
}

async function trainAll(jobs: readonly Job[], session: Session): Promise<Trained> {
  const { screen } = session;
  const stop = gentleStop(() =>
    screen.write('\nstopping after this step, with a checkpoint; once more to stop at once\n'),
  );
  const runs: TrainedRun[] = [];
  const failed: FailedRun[] = [];
  try {
    for (const job of jobs) {
      const done = await trainOne(job, session, stop.signal).catch((error: unknown) =>
        failureOf(job, session.explain(error)),
      );
      if (!done) break;
      if (!('message' in done)) runs.push(done);
      else {
        failed.push(done);
        if (jobs.length > 1) screen.write(`failed: ${done.message}\n`);
      }
    }
  } finally {
    stop.release();
  }
  const stopped = runs.filter(({ result }) => result).length + failed.length < jobs.length;
  return { runs, failed, stopped };
}

/** @returns null where it was asked to stop before the run began */
async function trainOne(job: Job, session: Session, stop: AbortSignal): Promise<TrainedRun | null> {
  const { origin, searching, screen, explain } = session;
  const { experiment, workspace } = origin;
  const splits = job.fold
    ? seenSplits(experiment.data, session.loaded, { ...origin, fold: job.fold })
    : session.splits;
  const record = recordOf(job, origin, runSplit(splits, job.fold));
  // The network first: where it cannot be made, no run has begun.
  const training = createTraining(experiment, job.variant, job.seed, splits.train, searching.prepare);
  try {
    // Where the sweep that began this died in the meantime, the next one begins the run anew: there must not be two.
    for (const _ of [1, 2]) await nextTurn();
    if (stop.aborted) return null;
    const { writer, last } = await begin(job, session, record);
    const { folder } = writer;
    const progress = new Progress(screen, experiment.steps, Date.now);
    progress.line(`\n${greeting(job, record.split, experiment.steps, last)}; ${shown(workspace, folder)}`);
    try {
      const drift = job.unfinished && driftOf(record, origin);
      if (drift) await warn(writer, last?.checkpoint.step ?? 0, drift, progress);
      const outcome = await trainRun({
        ...partsOf(training, splits, { folder, recallAt: experiment.recallAt, searching }),
        ...{ files: writer, last, stop, now: Date.now, listener: progress, explain },
        ...{ select: origin.select, keepGoing: origin.keepGoing },
        ...{ steps: experiment.steps, evaluateEvery: experiment.evaluateEvery },
        secondsBefore: job.unfinished?.seconds ?? 0,
      });
      progress.line(farewell(outcome, record.id));
      return { folder, record, result: outcome.state === 'finished' ? outcome.result : null };
    } finally {
      progress.clear();
      await writer.close();
    }
  } finally {
    training.dispose();
  }
}

/** A training between its validation classes, which it is judged by as it goes, and its test classes, which it never sees. */
function partsOf(
  training: Training,
  splits: Splits,
  { folder, recallAt, searching }: { folder: string; recallAt: readonly number[]; searching: Searching },
): Pick<TrainRunParts, 'trainee' | 'test'> {
  const settings = { recallAt, ...searching };
  const score = (embedded: Embedded) => scored(embedded, settings);
  return {
    trainee: traineeOf(training, splits, score),
    test: new LockedTest({
      ...{ set: splits.test, score },
      embed: (set) => training.embed(set),
      scorePixels: (pixels) => retrieved(pixels, settings),
      show: (set, embedded) => writePictures(folder, set, embedded, searching),
    }),
  };
}

/**
 * The record of a new run, or of the one to go on with.
 * @throws LabError where the data set has changed since that one began
 */
function recordOf(job: Job, origin: RunOrigin, now: RunSplit): RunRecord {
  if (!job.unfinished) return newRecord(origin, job, now, new Date());
  const { record } = job.unfinished;
  const { id, split = now } = record;
  if (split.hash === now.hash) return record;
  throw new LabError(
    `run ${id} cannot go on: the data set has other classes than before (hash ${split.hash.slice(0, 12)} before,` +
      ` ${now.hash.slice(0, 12)} now); put its files back, or start a new run`,
  );
}

async function begin({ unfinished }: Job, { runs, origin: { git } }: Session, record: RunRecord) {
  if (unfinished) return RunWriter.reopen(unfinished.folder, startEvent);
  const writer = await RunWriter.create(runs, record, startEvent(0), git?.patch);
  await ignoreRuns(path.dirname(runs));
  return { writer, last: null };
}

async function warn(writer: RunWriter, step: number, message: string, progress: Progress): Promise<void> {
  await writer.append({ type: 'warning', at: new Date().toISOString(), step, message });
  progress.warning(message);
}

function greeting(
  { variant, seed }: Job,
  split: RunSplit | undefined,
  steps: number,
  last: SavedState | null,
): string {
  const from = last ? `, on from step ${last.checkpoint.step}` : '';
  return `${variant}, seed ${seed}${foldInWords(split)}: ${steps} steps${from}`;
}

function farewell(outcome: Outcome, id: string): string {
  if (outcome.state === 'stopped') return `stopped after step ${outcome.step}; to go on: --resume ${id}`;
  const { step, metrics, selectedOn } = outcome.result;
  if (selectedOn === 'oracle')
    return `finished; the weights of step ${step} were chosen by their test scores: no fair result`;
  const isScored = Object.keys(metrics.test).length > 0;
  return `finished; ${isScored ? 'scored on test' : 'best by validation, without test'}: the weights of step ${step}`;
}

const startEvent = (step: number): RunEvent => ({
  ...{ type: 'start', at: new Date().toISOString(), step },
  ...{ pid: process.pid, host: os.hostname() },
});

/** `, fold 1 of 4 (75 classes to train on, 25 for validation)`; folds count from 0, as on the command line. */
function foldInWords(split: RunSplit | undefined): string {
  if (!split?.fold) return '';
  const { fold, classes } = split;
  return `, fold ${fold.index} of ${fold.of} (${classes.train} classes to train on, ${classes.validation} for validation)`;
}

function dataInWords({ data }: Experiment, { train, validation, test, leftOut }: Splits): string {
  const size = ({ classNames, labels }: ImageSet) => `${classNames.length} classes, ${labels.length} images`;
  const without = leftOut
    ? `; left out as equal to ones that are scored: ${leftOut.train} of train, ${leftOut.validation} of validation`
    : '';
  return `${data.name}: train ${size(train)}; validation ${size(validation)}; test ${size(test)}, locked until the end${without}`;
}

/** A folder as the user would write it from the workspace, where it lies in there. */
function shown(workspace: string, folder: string): string {
  const inner = innerPath(workspace, folder);
  return inner.startsWith('..') ? folder : inner;
}

const versions = () => ({
  'metric-lab': version,
  node: process.versions.node,
  '@tensorflow/tfjs-core': tf.version_core,
});
