import type { Options } from '../core/options';
import { tf, type Tensor } from '../core/tf';
import type { Optimizer } from './optimizer';

/** One weight in one step. */
export interface Moment<Slot extends string> {
  readonly weight: Tensor;
  readonly gradient: Tensor;
  /** What the optimizer keeps of this weight: float32, the weight's shape each. */
  readonly state: Readonly<Record<Slot, Tensor>>;
  /** Step length of this weight, η: float32 []. */
  readonly learningRate: Tensor;
}

/** What a step makes of it. */
export interface Moved<Slot extends string> {
  readonly weight: Tensor;
  readonly state: Readonly<Record<Slot, Tensor>>;
}

/**
 * An optimizer that treats every weight alike and by itself. Its state begins at 0.
 * @param slots what it keeps of each weight
 * @param ruleAt the rule of one step; what all weights share is computed once
 */
export function perWeight<Slot extends string>(
  name: string,
  options: Options & { readonly learningRate: number },
  slots: readonly Slot[],
  ruleAt: (step: Tensor) => (moment: Moment<Slot>) => Moved<Slot>,
): Optimizer {
  const keyed = (weight: string, of: (slot: Slot) => Tensor) =>
    slots.map((slot) => [`${weight}/${slot}`, of(slot)] as const);
  return {
    name,
    options,
    learningRate: options.learningRate,
    initialise: (weights) =>
      Object.fromEntries(
        Object.entries(weights).flatMap(([key, { shape }]) => keyed(key, () => tf.zeros(shape))),
      ),
    update(weights, gradients, state, { step, learningRate }, scale) {
      const rule = ruleAt(step);
      const moved: Record<string, Tensor> = {};
      const next: Record<string, Tensor> = {};
      for (const [key, weight] of Object.entries(weights)) {
        const own = slots.map((slot) => [slot, state[`${key}/${slot}`]!] as const);
        const after = rule({
          weight,
          gradient: gradients[key]!,
          state: Object.fromEntries(own) as Record<Slot, Tensor>,
          learningRate: learningRate.mul(scale(key)),
        });
        moved[key] = after.weight;
        Object.assign(next, Object.fromEntries(keyed(key, (slot) => after.state[slot])));
      }
      return { weights: moved, state: next };
    },
  };
}

/** The gradient with the weight's pull towards 0 added, λ w. */
export function decayed({ weight, gradient }: Moment<string>, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : gradient.add(weight.mul(weightDecay));
}
