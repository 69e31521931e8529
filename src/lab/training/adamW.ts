import { withDefaults } from '../core/options';
import { adamRule, adamSlots, checked, defaults as ofAdam } from './adam';
import type { Optimizer } from './optimizer';
import { perWeight } from './perWeight';

export const defaults = {
  ...ofAdam,
  /** Pull of every weight towards 0, apart from the gradient, λ. */
  weightDecay: 0.01,
};

/**
 * Adam with weight decay apart from the gradient, so that it is not divided by the gradient's size:
 *
 *     w ← w - η λ w, then Adam's step
 *
 * @paper loshchilov2019decoupled, algorithm 2
 * @throws LabError where a setting is out of range
 */
export function adamW(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = checked('adamW', withDefaults('adamW', defaults, options));
  const { weightDecay } = settings;
  return perWeight('adamW', settings, adamSlots, (step) => {
    const rule = adamRule(settings, step);
    return (moment) => {
      const { weight, learningRate } = moment;
      return rule({ ...moment, weight: weight.mul(learningRate.mul(-weightDecay).add(1)) });
    };
  });
}
