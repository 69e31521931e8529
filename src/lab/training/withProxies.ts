import { withDefaults, type Options } from '../core/options';
import { tf, type Tensor2D } from '../core/tf';
import type { Criterion } from './criterion';
import type { ProxyLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Learning rate of the proxies, as a multiple of the network's. */
  learningRateScale: 100,
};

/**
 * A loss with proxies, ready to train with: `withProxies(losses.softTriple, { centres: 5 })`.
 * Proxies begin in random directions; there are as many of a class as the loss's option `centres` says, else one.
 * @param training how the proxies are trained
 * @throws LabError on an option that there is not
 */
export function withProxies<O extends object>(
  loss: ProxyLoss<O>,
  given: Partial<O> = {},
  training: Partial<typeof defaults> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { learningRateScale } = withDefaults('withProxies', defaults, training);
  const perClass = typeof options.centres === 'number' ? options.centres : 1;
  return {
    name,
    options: { ...options, learningRateScale } satisfies Options,
    ownWeights: {
      learningRateScale,
      initialise({ classes, dimension }, rng) {
        const values = Float32Array.from({ length: classes * perClass * dimension }, () => rng.normal());
        return { proxies: tf.tensor2d(values, [classes * perClass, dimension]) };
      },
    },
    compute: ({ embeddings, labels, weights, memory }) => ({
      loss: loss(embeddings, labels, weights['proxies'] as Tensor2D, options),
      memory,
    }),
  };
}
