import type { Options } from '../core/options';
import type { Random } from '../core/random';
import type { Tensor, Tensor2D, Tensor4D } from '../core/tf';

/** Tensors by name. Names are stable: checkpoints are keyed by them. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** What a network holds. */
export interface ModelVariables {
  /** Trained by the optimizer. */
  readonly weights: Tensors;
  /** Carried along by the forward pass in training (batch norm's running mean and variance); not trained. */
  readonly statistics: Tensors;
}

/** Batch statistics, and dropout; or the running statistics, and none. */
export type Mode = 'train' | 'evaluate';

/** A network as functions of its variables, so that a whole training step is one pure function of tensors. */
export interface Model {
  readonly name: string;
  readonly options: Options;
  /** Columns of the embedding, D. */
  readonly dimension: number;
  /** The last layer, where the network has one that reads plain features. */
  readonly head?: Head;
  /** Fresh variables for images of `shape` = [height, width, channels]. Same random stream, same values. */
  initialise(shape: readonly [number, number, number], rng: Random): ModelVariables;
  /** The random tensors of one training step, drawn on the host; none for most. */
  readonly drawNoise?: (size: { batch: number }, rng: Random) => Tensors;
  /**
   * @param images float32 [B, H, W, C], 0 to 1
   * @param mode 'train': batch statistics, and `statistics` moved towards them; 'evaluate': `statistics` as they are
   * @param noise in training, what `drawNoise` drew
   * @returns embeddings float32 [B, D], not normalised (the loss and the metric say what they do), the new statistics, and
   *   with a `head` the features that it made the embeddings of
   */
  apply(
    images: Tensor4D,
    variables: ModelVariables,
    mode: Mode,
    noise?: Tensors,
  ): { readonly embeddings: Tensor2D; readonly features?: Tensor2D; readonly statistics: Tensors };
}

/** A network's last layer, for losses that work on what it reads: a second head, a generator of features. */
export interface Head {
  /** Columns of the features, F, for images of `shape` = [height, width, channels]. */
  columns(shape: readonly [number, number, number]): number;
  /** float32 [B, F] to embeddings [B, D]. */
  apply(features: Tensor2D, weights: Tensors): Tensor2D;
}
