import { LabError } from '../core/labError';
import { tf, type Tensor } from '../core/tf';
import type { Tensors } from '../models/model';

/** A tensor's values on the host. */
export type StoredTensor =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'int32'; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: 'bool'; readonly shape: readonly number[]; readonly values: Uint8Array };

/**
 * All that a training needs to go on after `step` steps. Random numbers are not in it: their streams belong to the seed
 * and the step.
 */
export interface Checkpoint {
  readonly step: number;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

/** Copies of the tensors' values. */
export async function toHost(tensors: Tensors): Promise<Checkpoint['tensors']> {
  const copies: Record<string, StoredTensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    copies[name] = { dtype: tensor.dtype, shape: tensor.shape, values: await tensor.data() } as StoredTensor;
  }
  return copies;
}

/**
 * Fresh tensors with a checkpoint's values.
 * @param like tensors of the names, shapes and types that are needed
 * @throws LabError where the checkpoint has others: it is of another network, loss or optimizer
 */
export function fromHost(saved: Checkpoint['tensors'], like: Tensors): Record<string, Tensor> {
  const strange = Object.keys(saved).find((name) => !Object.hasOwn(like, name));
  if (strange !== undefined) {
    throw new LabError(`the checkpoint has a tensor '${strange}', which this experiment has not; ${remedy}`);
  }
  for (const [name, { dtype, shape }] of Object.entries(like)) {
    const expected = `'${name}', ${dtype} [${shape.join(', ')}]`;
    if (!Object.hasOwn(saved, name))
      throw new LabError(`the checkpoint lacks the tensor ${expected}; ${remedy}`);
    const found = saved[name]!;
    if (found.dtype !== dtype || !sameShape(found.shape, shape)) {
      const what = `${found.dtype} [${found.shape.join(', ')}]`;
      throw new LabError(`the checkpoint's tensor ${expected}, is ${what}; ${remedy}`);
    }
  }
  return Object.fromEntries(
    Object.entries(saved).map(([name, { dtype, shape, values }]) => [
      name,
      tf.tensor(values, [...shape], dtype),
    ]),
  );
}

const remedy = 'it was written with other settings: put them back, or start a new run';

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
