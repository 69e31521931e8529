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
  /** Scores of the untrained network on the test classes. */
  readonly untrained: Metrics;
  /** Best validation so far. Its weights stand in `best-<step>.safetensors`. */
  readonly best: { readonly step: number; readonly metrics: Metrics };
}

/** Where a run can go on. */
export interface SavedState {
  readonly checkpoint: Checkpoint;
  readonly scores: Scores;
}

const metrics = v.record(v.string(), v.pipe(v.number(), v.finite()));
const step = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const scores = v.object({ untrained: metrics, best: v.object({ step, metrics }) }) satisfies v.GenericSchema<
  unknown,
  Scores
>;

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
