import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor2D } from '../core/tf';
import type { Model } from './model';

export const defaults = {
  /** Slices of the embedding, K. */
  slices: 4,
};

/**
 * A network whose embedding is slices of length 1, side by side: each weighs the same where the whole embedding is
 * compared, however long a loss on that slice alone has left it.
 *
 *     f = [f_1 / ‖f_1‖, …, f_K / ‖f_K‖]
 *
 * Goes with the sampler divideAndConquer. Weights: those of the network.
 * @throws LabError where the slices do not divide the dimension
 */
export function unitSlices(network: Model, options: Partial<typeof defaults> = {}): Model {
  const settings = withDefaults('unitSlices', defaults, options);
  const { slices } = settings;
  const { dimension, head } = network;
  checkPositiveInteger('unitSlices', 'slices', slices);
  if (dimension % slices !== 0) {
    throw new LabError(`unitSlices: ${slices} slices do not divide dimension ${dimension}`);
  }
  const unit = (embeddings: Tensor2D): Tensor2D =>
    normalised(embeddings.reshape([-1, dimension / slices])).reshape([-1, dimension]);
  return {
    ...network,
    name: 'unitSlices',
    options: { ...network.options, network: network.name, ...settings },
    ...(head && { head: { ...head, apply: (features, weights) => unit(head.apply(features, weights)) } }),
    apply(images, variables, mode, noise) {
      const { embeddings, ...others } = network.apply(images, variables, mode, noise);
      return { ...others, embeddings: unit(embeddings) };
    },
  };
}
