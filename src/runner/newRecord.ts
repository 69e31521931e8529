import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import type { Experiment } from '../lab/training/experiment';
import type { Configured, RunConfig, RunRecord, RunSplit } from '../protocol/run';
import type { GitState } from './gitState';
import type { Selection } from './selection';
import { didYouMean } from './usageError';
import { innerPath } from './workspace';

/** All that is known before the first step. */
export interface RunOrigin {
  readonly experiment: Experiment;
  /** Absolute paths. */
  readonly file: string;
  readonly workspace: string;
  readonly codeHash: string;
  readonly fileHash: string;
  readonly backend: string;
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly git: GitState | null;
  readonly sweep?: string;
  readonly trial?: number;
  readonly validationOnly: boolean;
  readonly select: Selection;
  /** Whether a collapse is a warning only. */
  readonly keepGoing: boolean;
}

/** The run.json of a new run. */
export function newRecord(
  origin: RunOrigin,
  { variant, seed }: { readonly variant: string; readonly seed: number },
  split: RunSplit,
  now: Date,
): RunRecord {
  const { experiment, file, workspace, backend, device, versions, git } = origin;
  const { sweep, trial, validationOnly, select } = origin;
  const config = resolvedConfig(experiment, variant);
  const inner = innerPath(workspace, file);
  return {
    schema: 1,
    id: newId(`${variant.slice(0, 40)}-s${seed}${split.fold ? `-f${split.fold.index}` : ''}`, now),
    createdAt: now.toISOString(),
    experiment: experimentOf(origin),
    variant,
    seed,
    config,
    split,
    ...(sweep !== undefined && { sweep: { id: sweep } }),
    ...(trial !== undefined && { trial }),
    ...(validationOnly && { validationOnly }),
    ...(select !== 'validation' && { select }),
    backend,
    device,
    versions,
    ...(git && { git: gitOf(git) }),
    command: [
      ...['train', inner, '--variant', variant, '--seed', String(seed)],
      ...foldArguments(split),
      ...wayArguments(origin),
      ...['--steps', String(config.steps), '--backend', backend],
    ],
  };
}

function gitOf({ commit, dirty, patch }: GitState): RunRecord['git'] {
  if (!patch) return { commit, dirty };
  const sha256 = createHash('sha256').update(patch).digest('hex');
  return { commit, dirty, patch: { sha256, bytes: patch.length } };
}

/** How it is chosen, and goes on. */
function wayArguments({ trial, validationOnly, select, keepGoing }: RunOrigin): string[] {
  return [
    ...(trial === undefined ? [] : ['--trial', String(trial)]),
    ...(validationOnly ? ['--validation-only'] : []),
    ...(select === 'validation' ? [] : ['--select', select]),
    ...(keepGoing ? ['--keep-going'] : []),
  ];
}

/** What records say of an experiment. */
export function experimentOf({
  experiment: { paper, claim },
  file,
  workspace,
  codeHash,
  fileHash,
}: Pick<RunOrigin, 'experiment' | 'file' | 'workspace' | 'codeHash' | 'fileHash'>): RunRecord['experiment'] {
  const inner = innerPath(workspace, file);
  return { file: inner, ...(paper && { paper }), codeHash, fileHash, ...(claim && { claim }) };
}

function foldArguments({ fold }: RunSplit): string[] {
  if (!fold) return [];
  return ['--fold', String(fold.index), '--folds', String(fold.of), '--cut', fold.cut];
}

/** What a variant runs with: its own parts, and the experiment's where it has none. */
function resolvedConfig(experiment: Experiment, name: string): RunConfig {
  const variant = variantOf(experiment, name);
  const model = variant.model ?? experiment.model;
  const augmentation = variant.augmentation ?? experiment.augmentation;
  return {
    data: configured(experiment.data),
    model: { ...configured(model), dimension: model.dimension },
    sampler: configured(variant.sampler ?? experiment.sampler),
    loss: configured(variant.loss),
    optimizer: configured(variant.optimizer ?? experiment.optimizer),
    ...(augmentation && { augmentation: configured(augmentation) }),
    steps: experiment.steps,
    evaluateEvery: experiment.evaluateEvery,
    recallAt: experiment.recallAt,
  };
}

/** @throws LabError on a name that the experiment does not have */
export function variantOf({ variants }: Experiment, name: string) {
  if (Object.hasOwn(variants, name)) return variants[name]!;
  const names = Object.keys(variants);
  throw new LabError(
    `no variant '${name}'${didYouMean(name, names) || `; the experiment has ${names.join(', ')}`}`,
  );
}

const configured = ({ name, options }: Configured): Configured => ({ name, options });

/** `20261121-093012-circle-s0-3f9a`: by time, readable, and two of one second do not meet. */
export function newId(name: string, now: Date): string {
  const [day, time] = now.toISOString().replace(/[-:]/g, '').split(/[T.]/) as [string, string];
  return `${day}-${time}-${name.replace(/[^A-Za-z0-9_]+/g, '-').slice(0, 60)}-${randomBytes(2).toString('hex')}`;
}

/** Where the runs of a workspace stand; `out` is a folder to use instead of its .metric-lab. */
export function runsFolder(workspace: string, out: string | undefined): string {
  return path.join(out === undefined ? path.join(workspace, '.metric-lab') : path.resolve(out), 'runs');
}
