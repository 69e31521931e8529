import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Tensor1D, type Tensor2D } from '../core/tf';
import { interclassAdversary } from '../losses/interclassAdversary';
import { initialiseLinear, linear } from '../models/linear';
import type { Criterion } from './criterion';
import { extraOf } from './extraOf';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Columns of the auxiliary embedding. */
  dimension: 128,
  /** Width of the projector's hidden layer. */
  hidden: 512,
  /** Factor on the adversarial term, γ; the authors have 2500 for CUB-200-2011, 500 for Cars, 250 for Online Products. */
  weight: 2500,
};

/**
 * A pair loss on two heads of one network: `withAuxiliaryEncoder(losses.triplet)`, with the sampler
 * interclassCharacteristics. The network's own head learns the classes; a second one, which is not there at test time,
 * learns the sampler's clusters; `interclassAdversary` keeps them apart. Each step trains one of the heads, as the sampler
 * says, and the adversary.
 * @param auxiliary settings of the second head and of the adversary
 * @param given options of the pair loss, for both heads
 * @throws LabError on an option that there is not, or in training, where the network has no `head`
 */
export function withAuxiliaryEncoder<O extends object>(
  loss: PairLoss<O>,
  auxiliary: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const settings = withDefaults('withAuxiliaryEncoder', defaults, auxiliary);
  const { dimension: columns, hidden, weight } = settings;
  checkPositiveInteger('withAuxiliaryEncoder', 'dimension', columns);
  checkPositiveInteger('withAuxiliaryEncoder', 'hidden', hidden);
  return {
    name: 'auxiliaryEncoder',
    options: {
      ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`auxiliary.${key}`, value])),
      loss: name,
      ...options,
    },
    ownWeights: {
      learningRateScale: 1,
      initialise: ({ features, dimension }, rng) => ({
        ...initialiseLinear('encoder', features, columns, rng),
        ...initialiseLinear('projector1', columns, hidden, rng),
        ...initialiseLinear('projector2', hidden, dimension, rng),
      }),
    },
    compute(inputs) {
      const { embeddings, labels, features, weights, memory } = inputs;
      if (!features) throw new LabError('withAuxiliaryEncoder: the network has no features; it needs a head');
      const sent = (key: string) => extraOf('withAuxiliaryEncoder', inputs, key, 'interclassCharacteristics');
      const onClusters = sent('auxiliary');
      const second = linear(features, 'encoder', weights);
      const ofClasses = loss(embeddings, labels, options);
      const ofClusters = loss(second, sent('clusters') as Tensor1D, options);
      const apart = interclassAdversary(embeddings, second, {
        weights: [
          weights['projector1.weight'] as Tensor2D,
          weights['projector1.bias']!,
          weights['projector2.weight'] as Tensor2D,
          weights['projector2.bias']!,
        ],
      });
      const chosen = ofClasses.mul(tf.sub(1, onClusters)).add(ofClusters.mul(onClusters));
      return { loss: chosen.add(apart.mul(weight)), memory };
    },
  };
}
