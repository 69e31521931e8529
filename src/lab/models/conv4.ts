import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '../core/tf';
import { batchNormEvaluation, batchNormTraining, type Channels } from './batchNorm';
import { fanInUniform } from './initialise';
import type { Model, ModelVariables } from './model';

export const defaults = {
  /** Filters of each of the four convolutions. */
  channels: 64,
  /** Columns of the embedding. */
  dimension: 64,
};

const blocks = [1, 2, 3, 4];

/** Each block halves the image, and something must be left. */
const smallest = 2 ** blocks.length;

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
  return {
    name: 'conv4',
    options: { channels, dimension },
    dimension,
    initialise([height, width, inputs], rng) {
      if (Math.min(height, width) < smallest) {
        throw new LabError(
          `conv4: images must be at least ${smallest} x ${smallest}, for it halves them four times; got ${height} x ${width}`,
        );
      }
      const weights: Record<string, Tensor> = {};
      const statistics: Record<string, Tensor> = {};
      for (const block of blocks) {
        weights[`block${block}.filter`] = fanInUniform(
          [3, 3, block === 1 ? inputs : channels, channels],
          rng,
        );
        weights[`block${block}.gamma`] = tf.ones([channels]);
        weights[`block${block}.beta`] = tf.zeros([channels]);
        statistics[`block${block}.mean`] = tf.zeros([channels]);
        statistics[`block${block}.variance`] = tf.ones([channels]);
      }
      const left = Math.floor(height / smallest) * Math.floor(width / smallest) * channels;
      weights['linear.weight'] = fanInUniform([left, dimension], rng);
      weights['linear.bias'] = tf.zeros([dimension]);
      return { weights, statistics };
    },
    apply(images, variables, mode) {
      const statistics: Record<string, Tensor> = {};
      let x = images;
      for (const block of blocks) {
        const convolved = x.conv2d<Tensor4D>(
          variables.weights[`block${block}.filter`] as Tensor4D,
          1,
          'same',
        );
        const channel = channelsOf(variables, block);
        const { y, mean, variance } =
          mode === 'train'
            ? batchNormTraining(convolved, channel)
            : { ...channel, y: batchNormEvaluation(convolved, channel) };
        statistics[`block${block}.mean`] = mean;
        statistics[`block${block}.variance`] = variance;
        // ReLU of the greatest is the greatest ReLU: in this order it sees a quarter of the numbers.
        x = y.maxPool<Tensor4D>(2, 2, 'valid').relu();
      }
      const flat = x.reshape<Tensor2D>([x.shape[0], -1]);
      const { weights } = variables;
      const embeddings = flat
        .matMul<Tensor2D>(weights['linear.weight'] as Tensor2D)
        .add<Tensor2D>(weights['linear.bias']!);
      return { embeddings, statistics };
    },
  };
}

function channelsOf({ weights, statistics }: ModelVariables, block: number): Channels {
  return {
    gamma: weights[`block${block}.gamma`] as Tensor1D,
    beta: weights[`block${block}.beta`] as Tensor1D,
    mean: statistics[`block${block}.mean`] as Tensor1D,
    variance: statistics[`block${block}.variance`] as Tensor1D,
  };
}
