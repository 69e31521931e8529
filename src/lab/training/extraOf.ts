import { LabError } from '../core/labError';
import type { Tensor } from '../core/tf';
import type { CriterionInputs } from './criterion';

/**
 * What the sampler sent along with the batch, by its name.
 * @throws LabError that names the sampler to take, where it sent no such tensor
 */
export function extraOf(who: string, { extra }: CriterionInputs, name: string, sampler: string): Tensor {
  const tensor = extra[name];
  if (tensor) return tensor;
  throw new LabError(`${who}: the sampler sends no '${name}' along; take samplers.${sampler}`);
}
