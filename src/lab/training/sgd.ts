import { withDefaults } from '../core/options';
import { checkSettings } from './checkSettings';
import type { Optimizer } from './optimizer';
import { decayed, perWeight } from './perWeight';

export const defaults = {
  /** Step length, η. */
  learningRate: 0.01,
  /** Part of the last step that is taken again, μ; 0 for plain gradient descent. */
  momentum: 0.9,
  /** Whether the gradient is taken as if that part of the step were made already. */
  nesterov: false,
  /** Pull of every weight towards 0, added to its gradient, λ. */
  weightDecay: 0,
};

/**
 * Stochastic gradient descent with momentum.
 *
 *     g ← g + λ w
 *     v ← μ v + g
 *     w ← w - η v,   or with nesterov   w ← w - η (g + μ v)
 *
 * As in PyTorch: the learning rate stands outside the velocity v, which starts at 0.
 * @throws LabError where a setting is out of range
 */
export function sgd(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = withDefaults('sgd', defaults, options);
  const { learningRate, momentum, nesterov, weightDecay } = settings;
  checkSettings(
    'sgd',
    { learningRate, momentum, weightDecay },
    { learningRate: 'positive', momentum: 'fraction', weightDecay: 'not negative' },
  );
  return perWeight('sgd', settings, momentum === 0 ? [] : ['velocity'], () => (moment) => {
    const gradient = decayed(moment, weightDecay);
    const velocity = momentum === 0 ? gradient : moment.state.velocity.mul(momentum).add(gradient);
    const direction = nesterov ? velocity.mul(momentum).add(gradient) : velocity;
    return { weight: moment.weight.sub(direction.mul(moment.learningRate)), state: { velocity } };
  });
}
