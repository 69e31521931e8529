import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor2D, Tensor4D } from '../core/tf';
import { convolve, initialiseConvolutions, type Convolution, type Pass } from './convolution';
import { fanInUniform } from './initialise';
import { initialiseLinear, linearHead } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Filters of each of the four convolutions. */
  channels: 64,
  /** Columns of the embedding. */
  dimension: 64,
};

/** Each of four blocks halves the image, and something must be left. */
const smallest = 2 ** 4;

/**
 * The small network of the few-shot literature: four blocks of 3 x 3 convolution, batch norm, ReLU and 2 x 2 max-pool
 * (an odd last row or column is dropped), then a linear layer from all that is left to the embedding.
 * Weights: `block1.filter` [3, 3, in, out], `block1.gamma`, `block1.beta` [channels], ..., `linear.weight`,
 * `linear.bias`. Statistics: `block1.mean`, `block1.variance` [channels], ...
 * @paper vinyals2016matching, section 4.1.1
 * @throws LabError where a setting is not a whole number of at least 1, or an image is smaller than 16 x 16
 */
export function conv4(options: Partial<typeof defaults> = {}): Model {
  const { channels, dimension } = withDefaults('conv4', defaults, options);
  checkPositiveInteger('conv4', 'channels', channels);
  checkPositiveInteger('conv4', 'dimension', dimension);
  const head = linearHead(
    'linear',
    ([height, width]) => Math.floor(height / smallest) * Math.floor(width / smallest) * channels,
  );
  return {
    name: 'conv4',
    options: { channels, dimension },
    dimension,
    head,
    initialise([height, width, inputs], rng) {
      if (Math.min(height, width) < smallest) {
        throw new LabError(
          `conv4: images must be at least ${smallest} x ${smallest}, for it halves them four times; got ${height} x ${width}`,
        );
      }
      const { weights, statistics } = initialiseConvolutions(blocksOf(inputs, channels), fanInUniform, rng);
      const left = head.columns([height, width, inputs]);
      return { weights: { ...weights, ...initialiseLinear('linear', left, dimension, rng) }, statistics };
    },
    apply(images, variables, mode) {
      const pass: Pass = { variables, mode, statistics: {} };
      let x = images;
      for (const block of blocksOf(images.shape[3], channels)) {
        // ReLU of the greatest is the greatest ReLU: in this order it sees a quarter of the numbers.
        x = convolve(x, block, pass).maxPool<Tensor4D>(2, 2, 'valid').relu();
      }
      const features = x.reshape<Tensor2D>([x.shape[0], -1]);
      const embeddings = head.apply(features, variables.weights);
      return { embeddings, features, statistics: pass.statistics };
    },
  };
}

function blocksOf(inputs: number, channels: number): Convolution[] {
  return [1, 2, 3, 4].map((block) => ({
    name: `block${block}`,
    size: 3,
    stride: 1,
    inputs: block === 1 ? inputs : channels,
    outputs: channels,
  }));
}
