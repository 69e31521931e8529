import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf } from '../core/tf';
import { initialiseLinear, linear } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Parts of the embedding, each made by channel gates of its own, J. */
  heads: 3,
  /** Columns of the whole embedding, all heads side by side. */
  dimension: 63,
};

/**
 * A network whose last numbers go to several heads: each weighs them by gates of its own, and one linear layer, shared by
 * all, makes its part of the embedding.
 *
 *     f_j = (sigmoid(x G_j + g_j) ∘ x) V + v
 *
 * So the heads of hybrid attention differ by their gates alone. Train it with `withHeads`.
 * Weights: those of the network, `gate1.weight` [F, F], `gate1.bias` [F], …, `shared.weight` [F, D / J], `shared.bias`.
 * @param network its embedding is what the heads read
 * @throws LabError where the heads do not divide the dimension
 */
export function channelHeads(network: Model, options: Partial<typeof defaults> = {}): Model {
  const settings = withDefaults('channelHeads', defaults, options);
  const { heads, dimension } = settings;
  checkPositiveInteger('channelHeads', 'heads', heads);
  checkPositiveInteger('channelHeads', 'dimension', dimension);
  if (dimension % heads !== 0) {
    throw new LabError(`channelHeads: ${heads} heads do not divide dimension ${dimension}`);
  }
  const gates = Array.from({ length: heads }, (_, at) => `gate${at + 1}`);
  const read = network.dimension;
  return {
    name: 'channelHeads',
    options: { ...network.options, network: network.name, ...settings },
    dimension,
    initialise(shape, rng) {
      const { weights, statistics } = network.initialise(shape, rng);
      const own = gates.map((gate) => initialiseLinear(gate, read, read, rng));
      return {
        weights: Object.assign(
          { ...weights },
          ...own,
          initialiseLinear('shared', read, dimension / heads, rng),
        ),
        statistics,
      };
    },
    drawNoise: network.drawNoise,
    apply(images, variables, mode, noise) {
      const { embeddings: x, statistics } = network.apply(images, variables, mode, noise);
      const { weights } = variables;
      const parts = gates.map((gate) => linear(linear(x, gate, weights).sigmoid().mul(x), 'shared', weights));
      return { embeddings: tf.concat(parts, 1), statistics };
    },
  };
}
