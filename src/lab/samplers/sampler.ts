import type { Random } from '../core/random';

/**
 * Makes one epoch of batches: dataset indices, at most once through the classes. Same labels and stream, same epoch.
 * `superLabels` has a value where the data set has super-classes.
 */
export type SamplerFunction<O extends object> = (
  labels: Int32Array,
  rng: Random,
  options?: Partial<O>,
  superLabels?: Int32Array,
) => Generator<Int32Array>;
