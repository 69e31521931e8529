import { type Options } from '../core/options';
import type { Random } from '../core/random';

/** A sampler with its settings, ready to use. */
export interface ConfiguredSampler {
  readonly name: string;
  readonly options: Options;
  /** Rows of a batch: the same for every batch, so that a step can be compiled for it. */
  readonly batchSize: number;
  /** One epoch of batches of dataset indices. */
  epoch(labels: Int32Array, rng: Random): Generator<Int32Array>;
}
