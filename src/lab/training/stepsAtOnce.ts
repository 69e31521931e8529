import type { TensorFunction } from '../core/prepare';
import { repeat } from '../core/repeat';
import { tf, type Tensor } from '../core/tf';
import { isGiven } from './namedTensors';

/**
 * Steps that are made in one call, where steps are short. Between calls the whole state goes out of the engine and into it
 * again: of a network with much to remember and little to compute, that is a fifth of a step.
 */
export const stepsAtOnce = 8;

/** Whoever waits for the end of a step, to stop or to see, waits no longer than this. Seconds. */
const longestCall = 0.5;

/** Whether steps that last so long may be made several at once. @param seconds of one step */
export function areShort(seconds: number): boolean {
  return stepsAtOnce * seconds <= longestCall;
}

/**
 * `count` steps as one function: bit for bit what as many calls of `step` give.
 * @param step from the state and from what one step is given (`isGiven`) to the next state and `loss`, float32 []
 * @returns a function of the state and of what all steps are given, `stacked`, to the last state and `losses`, float32 [count]
 */
export function severalSteps(step: TensorFunction, count: number): TensorFunction {
  return (tensors) => {
    const given = Object.entries(tensors).filter(([name]) => isGiven(name));
    const state = Object.entries(tensors).filter(([name]) => !isGiven(name));
    const names = state.map(([name]) => name);
    const first = [tf.zeros([count]), ...state.map(([, tensor]) => tensor)];
    const [losses, ...last] = repeat(tf.scalar(count, 'int32'), first, (number, [seen, ...values]) => {
      const { loss, ...next } = step({ ...named(names, values), ...turnOf(given, number) });
      const isHere = tf.range(0, count, 1, 'int32').equal(number).cast('float32');
      const after = names.map((name) => next[name]!.clone());
      // Some are kept beyond any scope.
      tf.dispose(next);
      return [seen!.add(isHere.mul(loss!)), ...after];
    });
    return { losses: losses!, ...named(names, last) };
  };
}

/** What several steps are given, under the same names, one after the other along a new first axis. */
export function stacked(given: readonly Readonly<Record<string, Tensor>>[]): Record<string, Tensor> {
  const names = Object.keys(given[0]!);
  return named(
    names,
    names.map((name) => tf.stack(given.map((tensors) => tensors[name]!))),
  );
}

/** Of what is stacked, what one step is given. @param number int32 [] */
function turnOf(given: readonly (readonly [string, Tensor])[], number: Tensor): Record<string, Tensor> {
  const place = number.reshape([1]);
  return Object.fromEntries(given.map(([name, all]) => [name, tf.gather(all, place).squeeze([0])]));
}

function named(names: readonly string[], tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, at) => [name, tensors[at]!]));
}
