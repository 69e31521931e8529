import { availableParallelism } from 'node:os';
import path from 'node:path';
import { LabError } from '../../lab/core/labError';
import type { EngineRequest } from '../../lab/engine/engine';
import type { Experiment } from '../../lab/training/experiment';
import { foldDefaults } from '../../lab/datasets/folds';
import type { FoldChoice } from '../../lab/datasets/foldSplits';
import type { RunRecord } from '../../protocol/run';
import type { Sweep, SweepSearch } from '../../protocol/sweep';
import { newId, variantOf } from '../newRecord';

/** What a new sweep was asked to do. */
export interface SweepWish {
  /** Undefined: all of them. */
  readonly variants?: readonly string[];
  /** The seeds, or how many; undefined: all of the experiment's. */
  readonly seeds?: readonly number[] | number;
  /** Into how many parts the training half is cut; undefined: as the experiment has it. */
  readonly folds?: number;
  readonly cut?: FoldChoice['cut'];
  readonly search?: SweepSearch['method'];
  readonly trials?: number;
  readonly steps?: number;
  /** Runs at once; undefined: one for every four logical processors. */
  readonly atOnce?: number;
  readonly backend: EngineRequest;
  readonly data?: string;
}

/** More runs at once than this need to be asked for. */
const processorsPerRun = 4;
const defaultTrials = 20;

/** @throws LabError where the experiment has no such variant, or nothing to search for */
export function newSweep(
  experiment: Experiment,
  about: RunRecord['experiment'],
  wish: SweepWish,
  now: Date,
): Sweep {
  const variants = wish.variants ?? Object.keys(experiment.variants);
  for (const name of variants) variantOf(experiment, name);
  const folds = foldsOf(experiment, wish);
  const atOnce = wish.atOnce ?? Math.max(1, Math.floor(availableParallelism() / processorsPerRun));
  return {
    schema: 1,
    id: newId(nameOf(about.file), now),
    createdAt: now.toISOString(),
    experiment: about,
    variants,
    seeds: seedsOf(experiment, wish.seeds),
    ...(folds && { folds }),
    steps: wish.steps ?? experiment.steps,
    ...(wish.search && { search: searchOf(experiment, variants, wish.search, wish.trials) }),
    atOnce,
    // Half of the logical processors are cores of their own, on most machines.
    threads: Math.max(1, Math.floor(availableParallelism() / 2 / atOnce)),
    backend: wish.backend,
    ...(wish.data !== undefined && { data: absolute(wish.data) }),
  };
}

/** So many as were asked for: the experiment's own, and after them the next whole numbers. */
function seedsOf({ seeds }: Experiment, wish: SweepWish['seeds']): readonly number[] {
  if (wish === undefined) return seeds;
  if (typeof wish !== 'number') return wish;
  const all = new Set(seeds);
  for (let next = 0; all.size < wish; next++) all.add(next);
  return [...all].slice(0, wish);
}

function foldsOf(experiment: Experiment, { folds, cut }: SweepWish): Sweep['folds'] {
  if (folds === undefined && cut === undefined) return experiment.folds;
  const { of, cut: usual } = experiment.folds ?? { of: foldDefaults.folds, cut: foldDefaults.cut };
  return { of: folds ?? of, cut: cut ?? usual };
}

function searchOf(
  { search = {} }: Experiment,
  variants: readonly string[],
  method: SweepSearch['method'],
  trials = defaultTrials,
): SweepSearch {
  const searched = variants.filter((name) => Object.hasOwn(search, name));
  if (searched.length === 0) {
    throw new LabError(
      `nothing to search for: give ${variants.join(' or ')} a space in the experiment's search, such as` +
        ` search: { ${variants[0]}: search.over({ ... }, (settings) => ({ ... })) }`,
    );
  }
  return { method, trials, variants: searched };
}

/** What its ids call an experiment: its file, or, where that is merely `experiment.ts`, its folder. */
function nameOf(file: string): string {
  const { base, dir } = path.posix.parse(file);
  const stem = base.replace(/(\.experiment)?\.m?[jt]s$/, '');
  return stem === 'experiment' ? path.posix.basename(dir) || stem : stem;
}

/** Folders as they are meant, wherever the sweep goes on from. */
const absolute = (folders: string) =>
  folders
    .split(path.delimiter)
    .map((folder) => path.resolve(folder))
    .join(path.delimiter);
