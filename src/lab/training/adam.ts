import { withDefaults } from '../core/options';
import type { Tensor } from '../core/tf';
import { checkSettings } from './checkSettings';
import type { Optimizer } from './optimizer';
import { decayed, perWeight, type Moment, type Moved } from './perWeight';

export const defaults = {
  /** Step length, η. */
  learningRate: 1e-3,
  /** Memory of the gradient's mean, β₁. */
  beta1: 0.9,
  /** Memory of the gradient's square, β₂. */
  beta2: 0.999,
  /** Keeps the quotient finite, ε. */
  epsilon: 1e-8,
  /** Pull of every weight towards 0, added to its gradient, λ; `adamW` has it apart. */
  weightDecay: 0,
};

/**
 * Adam.
 *
 *     g ← g + λ w
 *     m ← β₁ m + (1 - β₁) g,   v ← β₂ v + (1 - β₂) g²
 *     w ← w - η (m / (1 - β₁ᵗ)) / (sqrt(v / (1 - β₂ᵗ)) + ε)
 *
 * @paper kingma2015adam, algorithm 1; weight decay as in PyTorch
 * @throws LabError where a setting is out of range
 */
export function adam(options: Partial<typeof defaults> = {}): Optimizer {
  const settings = checked('adam', withDefaults('adam', defaults, options));
  return perWeight('adam', settings, adamSlots, (step) => {
    const rule = adamRule(settings, step);
    return (moment) => rule({ ...moment, gradient: decayed(moment, settings.weightDecay) });
  });
}

/** The running mean is kept times sqrt(1 - β₂) / (1 - β₁): see `adamRule`. */
type Slot = 'scaledMean' | 'square';

export const adamSlots: readonly Slot[] = ['scaledMean', 'square'];

/** @throws LabError where a setting is out of range */
export function checked(name: string, settings: typeof defaults): typeof defaults {
  checkSettings(name, settings, {
    learningRate: 'positive',
    beta1: 'fraction',
    beta2: 'fraction',
    epsilon: 'positive',
    weightDecay: 'not negative',
  });
  return settings;
}

/**
 * The rule without weight decay, in as few passes over the weights as will do. Numerator and denominator are both taken times
 * sqrt(1 - β₂ᵗ). The gradient is used in one way only, times sqrt(1 - β₂), so that this costs no pass of its own; the
 * running mean then is larger by a factor, which the step length takes back.
 */
export function adamRule({ beta1, beta2, epsilon }: typeof defaults, step: Tensor) {
  const share = Math.sqrt(1 - beta2);
  const root = missing(beta2, step).sqrt();
  const factor = root.mul((1 - beta1) / share).div(missing(beta1, step));
  const least = root.mul(epsilon);
  return ({ weight, gradient, state, learningRate }: Moment<Slot>): Moved<Slot> => {
    const slope = gradient.mul(share);
    const scaledMean = state.scaledMean.mul(beta1).add(slope);
    const square = state.square.mul(beta2).add(slope.square());
    const direction = scaledMean.div(square.sqrt().add(least));
    return { weight: weight.sub(direction.mul(learningRate.mul(factor))), state: { scaledMean, square } };
  };
}

/** 1 - βᵗ, what a running mean that began at 0 lacks yet; the plain difference would lose digits for β near 1. */
function missing(beta: number, step: Tensor): Tensor {
  return step.mul(Math.log(beta)).expm1().neg();
}
