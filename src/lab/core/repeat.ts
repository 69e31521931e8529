import { tf, type Tensor } from './tf';

/** One turn: from its number, int32 [], and the state, the next state, of the same shapes and types. */
export type Turn = (number: Tensor, state: readonly Tensor[]) => readonly Tensor[];

/** A backend that can repeat a turn without knowing how often. */
export interface RepeatingBackend {
  repeat(times: Tensor, state: readonly Tensor[], turn: Turn): Tensor[];
}

/**
 * Goes from state to state as often as the data say: for what is few, but no shape says how few. A compiled graph holds the
 * turn once.
 *
 *     stateₖ₊₁ = turn(k, stateₖ)    k = 0, 1, ..., times - 1
 *
 * It has no slope: call it where none is followed, in the forward part of a `tf.customGrad` or within `detached`.
 * @param times int32 []
 * @param state tensors before the first turn; they are left to the caller
 * @returns the state after the last turn
 */
export function repeat(times: Tensor, state: readonly Tensor[], turn: Turn): Tensor[] {
  const backend = tf.backend();
  if (isRepeating(backend)) return backend.repeat(times, state, turn);
  // eslint-disable-next-line no-restricted-syntax -- what computes operation by operation may read a number
  const [count] = times.dataSync();
  let next = state.map((tensor) => tensor.clone());
  for (let number = 0; number < count!; number++) {
    const last = next;
    next = tf.tidy(() => [...turn(tf.scalar(number, 'int32'), last)]);
    tf.dispose(last.filter((tensor) => !next.includes(tensor)));
  }
  return next;
}

function isRepeating(backend: object): backend is RepeatingBackend {
  return 'repeat' in backend;
}
