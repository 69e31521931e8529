import '../../support/backend';
import assert from 'node:assert/strict';
import type { Reference } from '../../../src/lab/core/pairs';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../../src/lab/core/tf';
import { contrastive } from '../../../src/lab/losses/contrastive';
import { crossBatchMemory, emptyMemory } from '../../../src/lab/losses/crossBatchMemory';
import { multiSimilarity } from '../../../src/lab/losses/multiSimilarity';
import { triplet } from '../../../src/lab/losses/triplet';
import { difference, describeGoldens } from '../../support/goldens';
import { count } from '../../support/goldenTable';

type Loss = (embeddings: Tensor2D, labels: Tensor1D, reference?: Reference) => Scalar;

const losses: Record<string, Loss> = {
  contrastive_cos: (x, y, reference) =>
    contrastive(x, y, { power: 1, distance: 'cosine', negativeMargin: 0.5, reduction: 'nonzero' }, reference),
  triplet: (x, y, reference) =>
    triplet(x, y, { mining: 'all', distance: 'euclidean', reduction: 'nonzero' }, reference),
  multi_similarity: (x, y, reference) => multiSimilarity(x, y, { lambda: 0.5, epsilon: null }, reference),
};

describeGoldens('cross-batch memory against its goldens', (file) => {
  for (const name of new Set(file.xbm.map(({ loss }) => loss))) {
    it(`${name}, the queue filling and turning over`, () => {
      const steps = file.xbm.filter(({ loss }) => loss === name).sort((a, b) => a.step - b.step);
      let memory = emptyMemory(steps[0]!.memory_size, steps[0]!.embeddings[0]!.length);
      for (const step of steps) {
        const y = tf.tensor1d(step.labels, 'int32');
        const { value, grad } = tf.valueAndGrad((x) => {
          const result = crossBatchMemory(x as Tensor2D, y, memory, losses[name]!);
          memory = result.memory;
          for (const kept of Object.values(memory)) tf.keep(kept);
          return result.loss;
        })(tf.tensor2d(step.embeddings));
        const expected = step.grad === 'zeros' ? new Float32Array(grad.size) : step.grad;
        const faults = [difference(value.dataSync(), [step.value]), difference(grad.dataSync(), expected)];
        count('loss/crossBatchMemory', 'values', faults.slice(0, 1));
        count('loss/crossBatchMemory', 'gradients', faults.slice(1));
        assert.deepEqual(faults, [null, null], `value and gradient at step ${step.step}`);
      }
    });
  }
});
