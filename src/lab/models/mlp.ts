import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor, Tensor2D } from '../core/tf';
import { dropout, dropoutNoise } from './dropout';
import { initialiseLayerNorm, layerNorm } from './layerNorm';
import { initialiseLinear, linear, linearHead } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Width of each hidden layer, in order. */
  hidden: [512] as readonly number[],
  /** Whether each hidden layer's sums go through a layer norm. */
  layerNorm: false,
  /** Part of each hidden layer's numbers that a training step leaves out. */
  dropout: 0,
  /** Columns of the embedding. */
  dimension: 64,
};

/**
 * Multi-layer perceptron: the pixels in a row, hidden layers with ReLU, a linear layer to the embedding.
 * Weights: `layer1.weight` [inputs, outputs], `layer1.bias` [outputs], `layer2.weight`, ...; with layer norm
 * `layer1.gamma` and `layer1.beta` [outputs] as well.
 * @throws LabError where a width is not a whole number of at least 1, or `dropout` not at least 0 and below 1
 */
export function mlp(options: Partial<typeof defaults> = {}): Model {
  const settings = withDefaults('mlp', defaults, options);
  const { hidden, dimension, dropout: rate } = settings;
  if (!Array.isArray(hidden)) {
    throw new LabError(`mlp: hidden must be a list of widths, such as [512]; got ${JSON.stringify(hidden)}`);
  }
  hidden.forEach((width, at) => checkPositiveInteger('mlp', `hidden[${at}]`, width));
  checkPositiveInteger('mlp', 'dimension', dimension);
  if (!(rate >= 0 && rate < 1)) {
    throw new LabError(`mlp: dropout must be a number of at least 0 and below 1; got ${rate}`);
  }
  const head = linearHead(
    `layer${hidden.length + 1}`,
    ([height, width, channels]) => hidden.at(-1) ?? height * width * channels,
  );
  return {
    name: 'mlp',
    options: settings,
    dimension,
    head,
    initialise([height, width, channels], rng) {
      const widths = [height * width * channels, ...hidden, dimension];
      const weights: Record<string, Tensor> = {};
      for (let layer = 1; layer < widths.length; layer++) {
        Object.assign(weights, initialiseLinear(`layer${layer}`, widths[layer - 1]!, widths[layer]!, rng));
      }
      if (settings.layerNorm) {
        hidden.forEach((columns, at) =>
          Object.assign(weights, initialiseLayerNorm(`layer${at + 1}`, columns)),
        );
      }
      return { weights, statistics: {} };
    },
    ...(rate > 0 && {
      drawNoise: ({ batch }, rng) =>
        Object.fromEntries(
          hidden.map((columns, at) => [`layer${at + 1}`, dropoutNoise([batch, columns], rng)]),
        ),
    }),
    apply(images, { weights, statistics }, mode, noise) {
      let features = images.reshape<Tensor2D>([images.shape[0], -1]);
      for (let layer = 1; layer <= hidden.length; layer++) {
        const name = `layer${layer}`;
        const sums = linear(features, name, weights);
        features = (settings.layerNorm ? layerNorm(sums, name, weights) : sums).relu();
        if (mode === 'train' && rate > 0) features = dropout(features, rate, noise?.[name]);
      }
      return { embeddings: head.apply(features, weights), features, statistics };
    },
  };
}
