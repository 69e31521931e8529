import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Scalar, Tensor1D, Tensor2D } from '../core/tf';
import { crossBatchMemory, defaults, emptyMemory } from '../losses/crossBatchMemory';
import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A pair loss between the batch and a memory of the batches before it: `withMemory(losses.contrastive, { size: 1024 })`.
 * @param memory settings of the cross-batch memory
 * @param given options of the pair loss
 * @throws LabError on an option that there is not, or a memory smaller than a batch
 */
export function withMemory<O extends object>(
  loss: PairLoss<O>,
  memory: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const settings = withDefaults('crossBatchMemory', defaults, memory);
  const { size } = settings;
  checkPositiveInteger('crossBatchMemory', 'size', size);
  return {
    name: 'crossBatchMemory',
    options: { ...settings, loss: name, ...options },
    initialMemory({ batch, dimension }) {
      if (size < batch) {
        throw new LabError(`crossBatchMemory: size is ${size}, less than a batch of ${batch}; raise it`);
      }
      return { ...emptyMemory(size, dimension) };
    },
    compute({ embeddings, labels, memory: { embeddings: rows, labels: classes, steps } }) {
      const result = crossBatchMemory(
        embeddings,
        labels,
        { embeddings: rows as Tensor2D, labels: classes as Tensor1D, steps: steps as Scalar },
        (x, y, reference) => loss(x, y, options, reference),
        settings,
      );
      return { loss: result.loss, memory: { ...result.memory } };
    },
  };
}
