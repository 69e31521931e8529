import type { Augmentation } from '../augmentations/augmentation';
import { random } from '../core/random';
import { tf, type Tensor, type Tensor4D } from '../core/tf';
import type { ImageSet } from '../datasets/dataset';

/** How a step's images are changed; each row by a random stream of its own, so that an image may show two views. */
export interface Augment {
  readonly augmentation: Augmentation;
  readonly seed: number;
  readonly step: number;
}

/** What stands in the training set at the indices. */
export function batchTensors(
  train: ImageSet,
  indices: Int32Array,
  augment?: Augment,
): Record<string, Tensor> {
  const { labels, targets } = train;
  return {
    images: imagesAt(train, indices, augment),
    labels: tf.tensor1d(
      indices.map((index) => labels[index]!),
      'int32',
    ),
    indices: tf.tensor1d(indices, 'int32'),
    ...(targets && {
      targets: tf.tensor2d(rowsAt(targets, targets.length / labels.length, indices), [
        indices.length,
        targets.length / labels.length,
      ]),
    }),
  };
}

/** float32 [indices, H, W, C] */
export function imagesAt({ images, shape }: ImageSet, indices: Int32Array, augment?: Augment): Tensor4D {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const pixels = rowsAt(images, size, indices);
  if (augment) {
    const { augmentation, seed, step } = augment;
    for (let row = 0; row < indices.length; row++) {
      const image = pixels.slice(row * size, (row + 1) * size);
      pixels.set(augmentation.apply(image, shape, random(seed, 'augmentation', step, row)), row * size);
    }
  }
  return tf.tensor4d(pixels, [indices.length, height, width, channels]);
}

/** Rows of a row-major matrix of `columns` columns. */
function rowsAt(matrix: Float32Array, columns: number, indices: Int32Array): Float32Array {
  const rows = new Float32Array(indices.length * columns);
  indices.forEach((index, at) =>
    rows.set(matrix.subarray(index * columns, (index + 1) * columns), at * columns),
  );
  return rows;
}
