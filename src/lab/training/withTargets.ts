import { LabError } from '../core/labError';
import type { Criterion } from './criterion';
import type { TargetLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A loss on continuous labels, ready to train with: `withTargets(losses.logRatio)`. The data set must have `targets`.
 * @throws LabError on an option that there is not; while training, on a data set without targets
 */
export function withTargets<O extends object>(loss: TargetLoss<O>, given: Partial<O> = {}): Criterion {
  const { name, options } = resolved(loss, given);
  return {
    name,
    options,
    compute({ embeddings, targets, memory }) {
      if (!targets)
        throw new LabError(`withTargets: ${name} needs targets, which the data set does not have`);
      return { loss: loss(embeddings, targets, options), memory };
    },
  };
}
