import type { Options } from '../core/options';
import type { Random } from '../core/random';
import type { Scalar, Tensor1D, Tensor2D } from '../core/tf';
import type { Tensors } from '../models/model';

/** What a loss gets in one training step. All tensors have the same shape at every step. */
export interface CriterionInputs {
  /** float32 [B, D], as the network gives them */
  readonly embeddings: Tensor2D;
  /** int32 [B], 0 to classes - 1 */
  readonly labels: Tensor1D;
  /** The loss's own trained tensors (proxies, centres), empty for most. */
  readonly weights: Tensors;
  /** Its untrained memory from the last step (XBM's queue), empty for most. */
  readonly memory: Tensors;
  /** This step's random tensors, drawn on the host, empty for most. */
  readonly noise: Tensors;
}

/**
 * A loss, ready to train with: its settings, and what it keeps between steps.
 * `compute` is a pure function of tensors, so that a whole step can be compiled.
 */
export interface Criterion {
  readonly name: string;
  readonly options: Options;
  /** The loss's own weights; learning rate = the network's x `learningRateScale`. */
  readonly ownWeights?: {
    readonly learningRateScale: number;
    initialise(size: { classes: number; dimension: number }, rng: Random): Tensors;
  };
  /** Memory before the first step. */
  readonly initialMemory?: (size: { batch: number; dimension: number }) => Tensors;
  /** The random tensors of one step. */
  readonly drawNoise?: (size: { batch: number }, rng: Random) => Tensors;
  compute(inputs: CriterionInputs): { readonly loss: Scalar; readonly memory: Tensors };
}
