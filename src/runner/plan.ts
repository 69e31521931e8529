import { LabError } from '../lab/core/labError';
import type { FoldChoice } from '../lab/datasets/foldSplits';
import { engineRequests, type EngineRequest } from '../lab/engine/engine';
import type { Experiment } from '../lab/training/experiment';
import type { RunRecord } from '../protocol/run';
import { atTrial } from './atTrial';
import { foldsToRun, type FoldsWish } from './foldsWish';
import { variantOf, type RunOrigin } from './newRecord';
import type { Selection } from './selection';
import { findUnfinished, type Unfinished } from './resume';
import { innerPath } from './workspace';

/** What `metric-lab train` was asked for. */
export interface TrainRequest {
  /** Absolute path of the experiment. */
  readonly file: string;
  /** Undefined: all of them. */
  readonly variant?: string;
  /** Undefined: the experiment's first. */
  readonly seeds?: readonly number[];
  /** Undefined: the first fold of an experiment that has folds, else the data set's own validation classes. */
  readonly folds?: FoldsWish;
  /** Which settings of the variant's search; undefined: as written. */
  readonly trial?: number;
  /** Leaves the test classes out. */
  readonly validationOnly: boolean;
  /** Undefined: validation. */
  readonly select?: Selection;
  /** Trains on where the network has collapsed. */
  readonly keepGoing: boolean;
  /** Undefined: the experiment's. */
  readonly steps?: number;
  readonly backend: EngineRequest;
  readonly data?: string;
  readonly out?: string;
  /** Id of a run, or 'latest'. */
  readonly resume?: string;
  /** Id of the sweep that the runs are a part of. */
  readonly sweep?: string;
  /** Undefined: as many as the processor has. */
  readonly threads?: number;
  /** Just enough steps to see that everything works. */
  readonly smoke: boolean;
  /** Folder of the runner itself, with TensorFlow.js's wasm files in its subfolder `wasm`. */
  readonly programFolder: string;
}

/** A run to do: a new one, or one to go on with. */
export interface Job {
  readonly variant: string;
  readonly seed: number;
  readonly fold?: FoldChoice;
  readonly unfinished?: Unfinished;
}

const smokeSteps = 3;

/** What a request comes to. */
export interface Plan {
  readonly experiment: Experiment;
  readonly jobs: readonly Job[];
  readonly backend: EngineRequest;
  readonly trial?: number;
  readonly validationOnly: boolean;
  readonly select: Selection;
}

/** @throws LabError where the experiment has no such variant, or the run to go on with cannot go on */
export async function plan(
  experiment: Experiment,
  code: Pick<RunOrigin, 'file' | 'workspace' | 'codeHash'>,
  runs: string,
  request: TrainRequest,
): Promise<Plan> {
  const { resume, variant, seeds, folds, trial, validationOnly, select, steps, backend, smoke } = request;
  if (variant !== undefined) variantOf(experiment, variant);
  const wanted = steps ?? (smoke ? Math.min(smokeSteps, experiment.steps) : undefined);
  if (resume === undefined) {
    const variants = variant === undefined ? Object.keys(experiment.variants) : [variant];
    const chosen = foldsToRun(experiment, folds);
    const jobs = variants.flatMap((name) =>
      (seeds ?? experiment.seeds.slice(0, 1)).flatMap((seed) =>
        chosen.map((fold) => ({ variant: name, seed, ...(fold && { fold }) })),
      ),
    );
    const tried = atTrial(experiment, variant, trial);
    return {
      experiment: { ...tried, steps: wanted ?? experiment.steps },
      ...{ jobs, backend, trial, validationOnly, select: select ?? 'validation' },
    };
  }
  const unfinished = await findUnfinished(runs, {
    ...{ run: resume, file: innerPath(code.workspace, code.file), codeHash: code.codeHash },
    ...{ variant, seeds, folds, select, steps: wanted, backend: backend === 'auto' ? undefined : backend },
  });
  const { record } = unfinished;
  const tried = atTrial(experiment, record.variant, record.trial);
  return {
    experiment: { ...tried, steps: record.config.steps },
    ...{
      trial: record.trial,
      validationOnly: record.validationOnly ?? false,
      select: record.select ?? 'validation',
    },
    jobs: [{ variant: record.variant, seed: record.seed, fold: record.split?.fold, unfinished }],
    backend: recordedBackend(record),
  };
}

function recordedBackend({ id, backend }: RunRecord): EngineRequest {
  const known = engineRequests.find((name) => name === backend);
  if (known) return known;
  throw new LabError(`run ${id} was made on '${backend}', which this Metric Lab does not have`);
}
