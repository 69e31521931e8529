import { withDefaults } from '../core/options';
import { tf, type Tensor } from '../core/tf';
import { checkSettings } from './checkSettings';
import type { Optimizer } from './optimizer';

export const defaults = {
  /** Step length, η. */
  learningRate: 1e-3,
  /** Memory of the gradient's mean, β₁. */
  beta1: 0.9,
  /** Memory of the gradient's square, β₂. */
  beta2: 0.999,
  /** Keeps the quotient finite, ε. */
  epsilon: 1e-8,
  /** Pull of every weight towards 0, λ; apart from the gradient, as in AdamW. */
  weightDecay: 0,
};

/**
 * Adam; with weight decay it is AdamW.
 *
 *     m ← β₁ m + (1 - β₁) g,   v ← β₂ v + (1 - β₂) g²
 *     w ← w - η (m / (1 - β₁ᵗ)) / (sqrt(v / (1 - β₂ᵗ)) + ε) - η λ w
 *
 * @paper kingma2015adam, algorithm 1; weight decay: loshchilov2019decoupled, algorithm 2
 * @throws LabError where a setting is out of range
 */
export function adam(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = withDefaults('adam', defaults, options);
  const { learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  checkSettings('adam', settings, {
    learningRate: 'positive',
    beta1: 'fraction',
    beta2: 'fraction',
    epsilon: 'positive',
    weightDecay: 'not negative',
  });
  return {
    name: 'adam',
    options: settings,
    learningRate,
    initialise: (weights) =>
      Object.fromEntries(
        Object.entries(weights).flatMap(([name, weight]) => [
          [`${name}/mean`, tf.zeros(weight.shape)],
          [`${name}/square`, tf.zeros(weight.shape)],
        ]),
      ),
    update(weights, gradients, state, step, scale) {
      const meanBias = tf.sub(1, tf.pow(beta1, step));
      const squareBias = tf.sub(1, tf.pow(beta2, step));
      const moved: Record<string, Tensor> = {};
      const next: Record<string, Tensor> = {};
      for (const [name, weight] of Object.entries(weights)) {
        const gradient = gradients[name]!;
        const mean = state[`${name}/mean`]!.mul(beta1).add(gradient.mul(1 - beta1));
        const square = state[`${name}/square`]!.mul(beta2).add(gradient.square().mul(1 - beta2));
        const direction = mean.div(meanBias).div(square.div(squareBias).sqrt().add(epsilon));
        const length = learningRate * scale(name);
        moved[name] = weight.mul(1 - length * weightDecay).sub(direction.mul(length));
        next[`${name}/mean`] = mean;
        next[`${name}/square`] = square;
      }
      return { weights: moved, state: next };
    },
  };
}
