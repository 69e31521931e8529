import type { Random } from '../core/random';

/** Makes one epoch of batches: dataset indices, at most once through the classes. Same labels and stream, same epoch. */
export type SamplerFunction<O extends object> = (
  labels: Int32Array,
  rng: Random,
  options?: Partial<O>,
) => Generator<Int32Array>;
