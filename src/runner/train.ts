import os from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import { tf } from '../lab/core/tf';
import { LabError } from '../lab/core/labError';
import type { ImageSet, Splits } from '../lab/datasets/dataset';
import { engineRequests, startEngine, type EngineRequest } from '../lab/engine/engine';
import * as lab from '../lab/index';
import type { Experiment } from '../lab/training/experiment';
import { isExperiment } from '../lab/training/defineExperiment';
import { createTraining } from '../lab/training/training';
import type { RunEvent, RunRecord, RunResult } from '../protocol/run';
import { RunWriter } from '../runs/writer';
import { dataFolders } from './dataFolders';
import { gentleStop } from './gentleStop';
import { gitState } from './gitState';
import { loadExperiment } from './loadExperiment';
import { newRecord, runsFolder, variantOf, type RunOrigin } from './newRecord';
import { Progress, type Screen } from './progress';
import { driftOf, findUnfinished, type Unfinished } from './resume';
import { trainRun, type Outcome } from './trainRun';
import { findWorkspace, innerPath } from './workspace';

/** What `metric-lab train` was asked for. */
export interface TrainRequest {
  /** Absolute path of the experiment. */
  readonly file: string;
  /** Undefined: all of them. */
  readonly variant?: string;
  /** Undefined: the experiment's first. */
  readonly seeds?: readonly number[];
  /** Undefined: the experiment's. */
  readonly steps?: number;
  readonly backend: EngineRequest;
  readonly data?: string;
  readonly out?: string;
  /** Id of a run, or 'latest'. */
  readonly resume?: string;
  /** Just enough steps to see that everything works. */
  readonly smoke: boolean;
  /** Folder of the runner itself, with TensorFlow.js's wasm files in its subfolder `wasm`. */
  readonly programFolder: string;
}

/** A run and how it ended. */
export interface TrainedRun {
  readonly folder: string;
  readonly record: RunRecord;
  /** Null where it was stopped. */
  readonly result: RunResult | null;
}

/** A run to do: a new one, or one to go on with. */
interface Job {
  readonly variant: string;
  readonly seed: number;
  readonly unfinished?: Unfinished;
}

/** What the runs of one call share. */
interface Session {
  readonly origin: RunOrigin;
  readonly splits: Splits;
  readonly runs: string;
  readonly screen: Screen;
  readonly explain: (error: unknown) => unknown;
}

const smokeSteps = 3;

/**
 * Does what was asked for, one run after the other. A run that was stopped is the last.
 * @throws LabError for all that the user can put right
 */
export async function train(request: TrainRequest, screen: Screen): Promise<TrainedRun[]> {
  const { file, programFolder } = request;
  const workspace = findWorkspace(path.dirname(file));
  const runs = runsFolder(workspace, request.out);
  const loaded = await loadExperiment(file, lab);
  const code = { file, workspace, codeHash: loaded.codeHash };
  const { experiment, jobs, backend } = await plan(asExperiment(loaded.value, file), code, runs, request);
  const explain = (error: unknown) => loaded.userCode.explain(error);
  try {
    const engine = await startEngine(backend, {
      resolveFrom: [path.dirname(file), workspace, process.cwd(), programFolder],
      wasmFolder: path.join(programFolder, 'wasm'),
    });
    screen.write(`${engine.name} on ${engine.device}\n`);
    const splits = await experiment.data.load({ folders: dataFolders(request.data, workspace) });
    screen.write(`${dataInWords(experiment, splits)}\n`);
    const made = { backend: engine.name, device: engine.device, versions: versions() };
    const origin = { experiment, ...code, ...made, git: await gitState(workspace) };
    return await trainAll(jobs, { origin, splits, runs, screen, explain });
  } catch (error) {
    throw explain(error);
  }
}

function asExperiment(value: unknown, file: string): Experiment {
  if (isExperiment(value)) return value;
  throw new LabError(
    `${file}: its default export is no experiment; write: export default defineExperiment({ ... })`,
  );
}

interface Plan {
  readonly experiment: Experiment;
  readonly jobs: readonly Job[];
  readonly backend: EngineRequest;
}

async function plan(
  experiment: Experiment,
  code: Pick<RunOrigin, 'file' | 'workspace' | 'codeHash'>,
  runs: string,
  { resume, variant, seeds, steps, backend, smoke }: TrainRequest,
): Promise<Plan> {
  if (variant !== undefined) variantOf(experiment, variant);
  const wanted = steps ?? (smoke ? Math.min(smokeSteps, experiment.steps) : undefined);
  if (resume === undefined) {
    const variants = variant === undefined ? Object.keys(experiment.variants) : [variant];
    const jobs = variants.flatMap((name) =>
      (seeds ?? experiment.seeds.slice(0, 1)).map((seed) => ({ variant: name, seed })),
    );
    return { experiment: { ...experiment, steps: wanted ?? experiment.steps }, jobs, backend };
  }
  const unfinished = await findUnfinished(runs, {
    ...{ run: resume, file: innerPath(code.workspace, code.file), codeHash: code.codeHash },
    ...{ variant, seeds, steps: wanted, backend: backend === 'auto' ? undefined : backend },
  });
  const { record } = unfinished;
  return {
    experiment: { ...experiment, steps: record.config.steps },
    jobs: [{ variant: record.variant, seed: record.seed, unfinished }],
    backend: recordedBackend(record),
  };
}

function recordedBackend({ id, backend }: RunRecord): EngineRequest {
  const known = engineRequests.find((name) => name === backend);
  if (known) return known;
  throw new LabError(`run ${id} was made on '${backend}', which this Metric Lab does not have`);
}

async function trainAll(jobs: readonly Job[], session: Session): Promise<TrainedRun[]> {
  const { screen } = session;
  const stop = gentleStop(() =>
    screen.write('\nstopping after this step, with a checkpoint; once more to stop at once\n'),
  );
  const trained: TrainedRun[] = [];
  try {
    for (const job of jobs) {
      if (stop.signal.aborted) break;
      trained.push(await trainOne(job, session, stop.signal));
    }
  } finally {
    stop.release();
  }
  return trained;
}

async function trainOne(
  job: Job,
  { origin, splits, runs, screen, explain }: Session,
  stop: AbortSignal,
): Promise<TrainedRun> {
  const { experiment, workspace } = origin;
  const record = job.unfinished?.record ?? newRecord(origin, job.variant, job.seed, new Date());
  // The network first: where it cannot be made, no run has begun.
  const trainee = createTraining(experiment, job.variant, job.seed, splits);
  try {
    const { writer, last } = job.unfinished
      ? await RunWriter.reopen(job.unfinished.folder, startEvent)
      : { writer: await RunWriter.create(runs, record, startEvent(0)), last: null };
    const { folder } = writer;
    const progress = new Progress(screen, experiment.steps, Date.now);
    const from = last ? `, on from step ${last.checkpoint.step}` : '';
    progress.line(
      `\n${job.variant}, seed ${job.seed}: ${experiment.steps} steps${from}; ${shown(workspace, folder)}`,
    );
    const drift = job.unfinished && driftOf(record, origin);
    if (drift) await warn(writer, last?.checkpoint.step ?? 0, drift, progress);
    try {
      const outcome = await trainRun({
        ...{ trainee, files: writer, last, stop, now: Date.now, listener: progress, explain },
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
    trainee.dispose();
  }
}

async function warn(writer: RunWriter, step: number, message: string, progress: Progress): Promise<void> {
  await writer.append({ type: 'warning', at: new Date().toISOString(), step, message });
  progress.line(`warning: ${message}`);
}

function farewell(outcome: Outcome, id: string): string {
  if (outcome.state === 'stopped') return `stopped after step ${outcome.step}; to go on: --resume ${id}`;
  return `finished; scored on test: the weights of step ${outcome.result.step}`;
}

const startEvent = (step: number): RunEvent => ({
  ...{ type: 'start', at: new Date().toISOString(), step },
  ...{ pid: process.pid, host: os.hostname() },
});

function dataInWords({ data }: Experiment, { train, validation, test }: Splits): string {
  const size = ({ classNames, labels }: ImageSet) => `${classNames.length} classes, ${labels.length} images`;
  return `${data.name}: train ${size(train)}; validation ${size(validation)}; test ${size(test)}, locked until the end`;
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
