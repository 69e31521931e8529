import '../../../support/backend';
import assert from 'node:assert/strict';
import { catalogue } from '../../../../src/lab/catalogue';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import type { Tensors } from '../../../../src/lab/models/model';
import type { PairLoss } from '../../../../src/lab/training/lossFunctions';
import { withMemory } from '../../../../src/lab/training/withMemory';
import { difference } from '../../../support/goldens';

const batch = 8;
const dimension = 6;
const sizes = { batch, dimension, classes: 4, images: batch, features: 0 };
const indices = tf.range(0, batch, 1, 'int32');
const labels = tf.tensor1d([0, 0, 1, 1, 2, 2, 3, 3], 'int32');

/** Losses on a batch as a whole, or on something else than classes. */
const others = ['clustering', 'invariantSpreading', 'logRatio', 'multipleInstance', 'symmetricTriplet'];

/** A pair loss has two parameters without a default: embeddings and labels. */
const pairLosses = catalogue
  .filter(({ kind, name, module }) => kind === 'loss' && (module[name] as PairLoss<object>).length === 2)
  .filter(({ name }) => !others.includes(name))
  .map(({ name, module }) => ({ name, loss: module[name] as PairLoss<object> }));

describe('a cross-batch memory', () => {
  for (const { name, loss } of pairLosses) {
    it(`serves ${name}: as the batch alone at first, then against what came before`, () => {
      const criterion = withMemory(loss, { size: 2 * batch });
      let memory: Tensors = criterion.initialMemory!(sizes);
      const across = [0, 1].map((step) => {
        const { value, grad } = tf.valueAndGrad((x) => {
          const given = { labels, indices, extra: {}, weights: {}, noise: {}, memory };
          const result = criterion.compute({ embeddings: x as Tensor2D, ...given });
          memory = result.memory;
          for (const kept of Object.values(memory)) tf.keep(kept);
          return result.loss;
        })(embeddings(step));
        assert.ok(grad.dataSync().every(Number.isFinite), `slope at step ${step}`);
        return value.dataSync()[0]!;
      });
      const within = [0, 1].map((step) => loss(embeddings(step), labels as Tensor1D).dataSync()[0]!);
      assert.equal(difference([across[0]!], [within[0]!]), null);
      assert.ok(Number.isFinite(across[1]));
      assert.notEqual(difference([across[1]!], [within[1]!]), null, 'the memory makes no difference');
    });
  }
});

function embeddings(step: number): Tensor2D {
  const rng = random(5, 'embeddings', step);
  return tf.tensor2d(
    Float32Array.from({ length: batch * dimension }, () => rng.normal()),
    [batch, dimension],
  );
}
