import { withDefaults } from '../core/options';
import { checkSettings } from './checkSettings';
import type { Optimizer } from './optimizer';
import { decayed, perWeight } from './perWeight';

export const defaults = {
  /** Step length, η. */
  learningRate: 0.01,
  /** Memory of the gradient's square, α. */
  alpha: 0.99,
  /** Keeps the quotient finite, ε. */
  epsilon: 1e-8,
  /** Part of the last step that is taken again, μ. */
  momentum: 0,
  /** Pull of every weight towards 0, added to its gradient, λ. */
  weightDecay: 0,
};

/**
 * Gradients divided by their own running size.
 *
 *     g ← g + λ w
 *     s ← α s + (1 - α) g²
 *     v ← μ v + g / (sqrt(s) + ε)
 *     w ← w - η v
 *
 * As in PyTorch: ε stands outside the root, and s and v start at 0.
 * @paper tieleman2012rmsprop, slide 29
 * @throws LabError where a setting is out of range
 */
export function rmsprop(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = withDefaults('rmsprop', defaults, options);
  const { alpha, epsilon, momentum, weightDecay } = settings;
  checkSettings('rmsprop', settings, {
    learningRate: 'positive',
    alpha: 'fraction',
    epsilon: 'positive',
    momentum: 'fraction',
    weightDecay: 'not negative',
  });
  const slots: readonly ('square' | 'velocity')[] = momentum === 0 ? ['square'] : ['square', 'velocity'];
  return perWeight('rmsprop', settings, slots, () => (moment) => {
    const gradient = decayed(moment, weightDecay);
    const square = moment.state.square.mul(alpha).add(gradient.square().mul(1 - alpha));
    const direction = gradient.div(square.sqrt().add(epsilon));
    const velocity = momentum === 0 ? direction : moment.state.velocity.mul(momentum).add(direction);
    return { weight: moment.weight.sub(velocity.mul(moment.learningRate)), state: { square, velocity } };
  });
}
