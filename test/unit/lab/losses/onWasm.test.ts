import '../../../support/backend';
import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import type { Criterion } from '../../../../src/lab/training/criterion';
import { criteria } from '../../../support/criteria';
import { difference } from '../../../support/goldens';

const size = { batch: 12, dimension: 6, classes: 4, images: 36, features: 0 };

/** Value and slope of one step on the backend in use. */
async function computed(criterion: Criterion): Promise<number[]> {
  const rng = random(4, 'wasm');
  const x = tf.tensor2d(
    Float32Array.from({ length: 72 }, () => rng.normal()),
    [12, 6],
  );
  const labels = tf.tensor1d(
    Array.from({ length: 12 }, (_, i) => i % 4),
    'int32',
  );
  const weights = criterion.ownWeights?.initialise(size, rng) ?? {};
  const memory = criterion.initialMemory?.(size) ?? {};
  const noise = criterion.drawNoise?.(size, rng) ?? {};
  const indices = tf.tensor1d(
    Array.from({ length: 12 }, (_, i) => i >> 1), // two views of each image
    'int32',
  );
  const targets = tf.tensor2d(
    Float32Array.from({ length: 24 }, () => rng.normal()),
    [12, 2],
  );
  const given = { labels, indices, targets, extra: {}, weights, memory, noise };
  const { value, grad } = tf.valueAndGrad(
    (embeddings) => criterion.compute({ ...given, embeddings: embeddings as Tensor2D }).loss,
  )(x);
  return [...(await value.data()), ...(await grad.data())];
}

describe('losses on the WebAssembly engine', () => {
  before(async () => {
    await startEngine('wasm', { resolveFrom: [], wasmFolder: 'dist/wasm' });
  });
  afterEach(() => tf.setBackend('cpu'));

  for (const [name, criterion] of Object.entries(criteria)) {
    it(`${name}: value and slope as on the reference`, async () => {
      await tf.setBackend('cpu');
      const expected = await computed(criterion);
      await tf.setBackend('wasm');
      assert.equal(difference(await computed(criterion), expected), null);
    });
  }

  after(() => tf.setBackend('cpu'));
});
