import { withDefaults } from '../core/options';
import { tf, type Tensor } from '../core/tf';
import type { Tensors } from '../models/model';
import { checkSettings } from './checkSettings';
import type { Optimizer } from './optimizer';

export const defaults = {
  /** Step length, η. */
  learningRate: 0.01,
  /** Part of the last step that is taken again, μ; 0 for plain gradient descent. */
  momentum: 0.9,
  /** Pull of every weight towards 0, added to its gradient, λ. */
  weightDecay: 0,
};

/**
 * Stochastic gradient descent with momentum.
 *
 *     v ← μ v + g + λ w
 *     w ← w - η v
 *
 * As in PyTorch: the learning rate stands outside the velocity v, which starts at 0.
 * @throws LabError where a setting is out of range
 */
export function sgd(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = withDefaults('sgd', defaults, options);
  const { learningRate, momentum, weightDecay } = settings;
  checkSettings('sgd', settings, {
    learningRate: 'positive',
    momentum: 'fraction',
    weightDecay: 'not negative',
  });
  return {
    name: 'sgd',
    options: settings,
    learningRate,
    initialise: (weights) =>
      Object.fromEntries(
        Object.entries(weights).map(([name, weight]) => [`${name}/velocity`, tf.zeros(weight.shape)]),
      ),
    update(weights, gradients, state, _step, scale) {
      const moved: Record<string, Tensor> = {};
      const velocities: Record<string, Tensor> = {};
      for (const [name, weight] of Object.entries(weights)) {
        const velocity = decayed(gradients, weights, name, weightDecay).add(
          state[`${name}/velocity`]!.mul(momentum),
        );
        velocities[`${name}/velocity`] = velocity;
        moved[name] = weight.sub(velocity.mul(learningRate * scale(name)));
      }
      return { weights: moved, state: velocities };
    },
  };
}

function decayed(gradients: Tensors, weights: Tensors, name: string, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradients[name]! : gradients[name]!.add(weights[name]!.mul(weightDecay));
}
