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
