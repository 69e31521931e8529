import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor, Tensor2D } from '../core/tf';
import { initialiseLinear, linear } from './linear';
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
  return {
    name: 'mlp',
    options: { hidden, dimension },
    dimension,
    initialise([height, width, channels], rng) {
      const widths = [height * width * channels, ...hidden, dimension];
      const weights: Record<string, Tensor> = {};
      for (let layer = 1; layer < widths.length; layer++) {
        Object.assign(weights, initialiseLinear(`layer${layer}`, widths[layer - 1]!, widths[layer]!, rng));
      }
      return { weights, statistics: {} };
    },
    apply(images, { weights, statistics }) {
      let x = images.reshape<Tensor2D>([images.shape[0], -1]);
      for (let layer = 1; layer <= hidden.length; layer++) x = linear(x, `layer${layer}`, weights).relu();
      return { embeddings: linear(x, `layer${hidden.length + 1}`, weights), statistics };
    },
  };
}
