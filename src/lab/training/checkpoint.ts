import { LabError } from '../core/labError';
import type { HostTensor, HostTensors } from '../core/hostTensors';
import { tf, type Tensor } from '../core/tf';
import type { Tensors } from '../models/model';

/**
 * All that a training needs to go on after `step` steps. Random numbers are not in it: their streams belong to the seed
 * and the step.
 */
export interface Checkpoint {
  readonly step: number;
  readonly tensors: HostTensors;
}

/** Copies of the tensors' values. */
export async function toHost(tensors: Tensors): Promise<HostTensors> {
  const copies: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    copies[name] = { dtype: tensor.dtype, shape: tensor.shape, values: await tensor.data() } as HostTensor;
  }
  return copies;
}

/** Fresh tensors with the values. */
export function fromHost(saved: HostTensors): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(saved).map(([name, { dtype, shape, values }]) => [
      name,
      tf.tensor(values, [...shape], dtype),
    ]),
  );
}

/**
 * Checks a checkpoint's tensors.
 * @param like tensors of the names, shapes and types that are needed
 * @throws LabError where the checkpoint has others: it is of another network, loss, sampler or optimizer
 */
export function checkSaved(
  saved: HostTensors,
  like: Readonly<Record<string, Pick<Tensor | HostTensor, 'dtype' | 'shape'>>>,
): void {
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
}

const remedy = 'it was written with other settings: put them back, or start a new run';

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
