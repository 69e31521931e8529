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
  /** int32 [B]: which training image each row shows; two views of one image have one index. */
  readonly indices: Tensor1D;
  /** float32 [B, F]: what the network's last layer reads, where it has a `head`. */
  readonly features?: Tensor2D;
  /** The network's last layer as it is now: features [B, F] to embeddings [B, D]; where it has a `head`. */
  readonly head?: (features: Tensor2D) => Tensor2D;
  /** float32 [B, T]: `ImageSet.targets` of each row, where the data set has any. */
  readonly targets?: Tensor2D;
  /** What the sampler sent along with the batch, by name; empty for most. */
  readonly extra: Tensors;
  /** The loss's own trained tensors (proxies, centres), empty for most. */
  readonly weights: Tensors;
  /** Its untrained memory from the last step (XBM's queue), empty for most. */
  readonly memory: Tensors;
  /** This step's random tensors, drawn on the host, empty for most. */
  readonly noise: Tensors;
}

/** What the sizes of a loss's own tensors may depend on. */
export interface Sizes {
  /** Rows of a batch, B. */
  readonly batch: number;
  /** Training classes. */
  readonly classes: number;
  /** Training images, N. */
  readonly images: number;
  /** Columns of an embedding, D. */
  readonly dimension: number;
  /** Columns of `CriterionInputs.features`, F; 0 where the network has no `head`. */
  readonly features: number;
}

/**
 * A loss, ready to train with: its settings, and what it keeps between steps.
 * `compute` is a pure function of tensors, so that a whole step can be compiled.
 */
export interface Criterion {
  readonly name: string;
  readonly options: Options;
  /** The loss's own weights, of any names; learning rate = the network's x `learningRateScale`, which may differ by name. */
  readonly ownWeights?: {
    readonly learningRateScale: number | ((name: string) => number);
    initialise(size: Sizes, rng: Random): Tensors;
  };
  /** Memory before the first step. */
  readonly initialMemory?: (size: Sizes) => Tensors;
  /** The random tensors of one step. */
  readonly drawNoise?: (size: { batch: number }, rng: Random) => Tensors;
  compute(inputs: CriterionInputs): { readonly loss: Scalar; readonly memory: Tensors };
}
