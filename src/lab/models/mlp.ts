import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor, Tensor2D } from '../core/tf';
import { initialiseLinear, linear, linearHead } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Width of each hidden layer, in order. */
  hidden: [512] as readonly number[],
  /** Columns of the embedding. */
  dimension: 64,
};

/**
 * Multi-layer perceptron: the pixels in a row, hidden layers with ReLU, a linear layer to the embedding.
 * Weights: `layer1.weight` [inputs, outputs], `layer1.bias` [outputs], `layer2.weight`, ...
 * @throws LabError where a width is not a whole number of at least 1
 */
export function mlp(options: Partial<typeof defaults> = {}): Model {
  const { hidden, dimension } = withDefaults('mlp', defaults, options);
  if (!Array.isArray(hidden)) {
    throw new LabError(`mlp: hidden must be a list of widths, such as [512]; got ${JSON.stringify(hidden)}`);
  }
  hidden.forEach((width, at) => checkPositiveInteger('mlp', `hidden[${at}]`, width));
  checkPositiveInteger('mlp', 'dimension', dimension);
  const head = linearHead(
    `layer${hidden.length + 1}`,
    ([height, width, channels]) => hidden.at(-1) ?? height * width * channels,
  );
  return {
    name: 'mlp',
    options: { hidden, dimension },
    dimension,
    head,
    initialise([height, width, channels], rng) {
      const widths = [height * width * channels, ...hidden, dimension];
      const weights: Record<string, Tensor> = {};
      for (let layer = 1; layer < widths.length; layer++) {
        Object.assign(weights, initialiseLinear(`layer${layer}`, widths[layer - 1]!, widths[layer]!, rng));
      }
      return { weights, statistics: {} };
    },
    apply(images, { weights, statistics }) {
      let features = images.reshape<Tensor2D>([images.shape[0], -1]);
      for (let layer = 1; layer <= hidden.length; layer++) {
        features = linear(features, `layer${layer}`, weights).relu();
      }
      return { embeddings: head.apply(features, weights), features, statistics };
    },
  };
}
