import { tf, type Tensor } from './tf';

/** A pure function of named tensors: what goes in is left to the caller, and may come back as it is. */
export type TensorFunction = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;

/**
 * A function of tensors that is ready to be computed again and again. What it returns belongs to the caller.
 * @param places where outputs of those names may be written, so that none has to make room: an engine need not
 */
export type Prepared = (
  inputs: Readonly<Record<string, Tensor>>,
  places?: Readonly<Record<string, Float32Array>>,
) => Promise<Readonly<Record<string, Tensor>>>;

/** What an engine does with a function before it computes it: compile it, or nothing. */
export interface Prepare {
  (f: TensorFunction): Prepared;
  /** Whether turns within one function, by `repeat`, cost less than as many calls of a function of one turn. */
  readonly repeatsCheaply?: boolean;
}

/** Computes operation by operation, as TensorFlow.js does by itself. */
export const eager: Prepare = (f) => async (inputs) => tf.tidy(() => f(inputs));
