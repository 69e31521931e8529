import { LabError } from '../../core/labError';
import type { Value } from '../graph';

/**
 * What a TensorFlow.js kernel becomes: a value for each tensor that it gives.
 * @param inputs by TensorFlow.js's names; where it has a list, '0', '1', ...
 */
export type Lowering<Inputs extends string, Attributes = object> = (
  inputs: Readonly<Record<Inputs, Value>>,
  attributes: Attributes,
) => Value | Value[];

/** A lowering of whatever inputs and attributes. */
export type AnyLowering = (inputs: never, attributes: never) => Value | Value[];

/**
 * The error for what cannot be compiled, with what to do.
 * @param why none where it is only not written yet
 */
export function refusal(what: string, why?: string): LabError {
  const reason = why === undefined ? ' yet' : `: ${why}`;
  return new LabError(
    `${what} cannot be compiled${reason}; run it as it is, operation by operation, with --backend wasm`,
  );
}
