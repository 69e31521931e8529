import type { Options } from '../core/options';
import type { Random } from '../core/random';

/** A random change of training images, on the host. */
export interface Augmentation {
  readonly name: string;
  readonly options: Options;
  /**
   * A fresh, changed copy of one image. Same image and stream, same copy.
   * @param image float32, row-major [height, width, channels], 0 to 1
   * @param shape [height, width, channels]
   */
  apply(image: Float32Array, shape: readonly [number, number, number], rng: Random): Float32Array;
}
