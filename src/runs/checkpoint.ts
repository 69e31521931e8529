import * as v from 'valibot';
import type { Metrics } from '../protocol/run';
import { SafetensorsError, type Safetensors, type StoredTensor } from './safetensors';

/** All that a training run needs to go on, after `step` steps. */
export interface Checkpoint {
  readonly step: number;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

/** What a run knows of its scores; kept with the checkpoint, so that both are always of the same moment. */
export interface Scores {
  readonly best: Best;
  /** Absent in checkpoints of early versions. */
  readonly watch?: Watch;
}

/** The weights that would be scored on test, were this the end. They stand in `best-<step>.safetensors`. */
export interface Best {
  readonly step: number;
  /** On the validation classes. */
  readonly metrics: Metrics;
  /** On the test classes, where they are what is chosen by. */
  readonly test?: Metrics;
}

/** What a run remembers to tell whether its network has collapsed. */
export interface Watch {
  /** Spread of the untrained network's embeddings, 0 to 1. */
  readonly first: number;
  /** Of the losses since the last look: how many, their mean, and the sum of squared distances from it. */
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  /** Looks in a row at which the network seemed to have collapsed. */
  readonly suspicions: number;
}

/** Where a run can go on. */
export interface SavedState {
  readonly checkpoint: Checkpoint;
  readonly scores: Scores;
}

const number = v.pipe(v.number(), v.finite());
const metrics = v.record(v.string(), number);
const step = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const scores = v.object({
  best: v.object({ step, metrics, test: v.optional(metrics) }),
  watch: v.optional(
    v.object({ first: number, count: step, mean: number, squares: number, suspicions: step }),
  ),
}) satisfies v.GenericSchema<unknown, Scores>;

/** JSON gives back every number bit for bit. */
export function toSafetensors({ step, tensors }: Checkpoint, scores?: Scores): Safetensors {
  return { tensors, metadata: { step: String(step), ...(scores && { scores: JSON.stringify(scores) }) } };
}

/** @throws SafetensorsError where the file is sound but is not a checkpoint */
export function toCheckpoint({ tensors, metadata }: Safetensors): Checkpoint {
  return { step: parse(step, 'step', metadata), tensors };
}

/** @throws SafetensorsError likewise */
export function scoresOf({ metadata }: Safetensors): Scores {
  return parse(scores, 'scores', metadata);
}

function parse<T>(schema: v.GenericSchema<unknown, T>, name: string, metadata: Safetensors['metadata']): T {
  try {
    return v.parse(schema, JSON.parse(metadata[name] ?? ''));
  } catch {
    throw new SafetensorsError(`its metadata has no sound '${name}'`);
  }
}
