import '../../../support/backend';
import assert from 'node:assert/strict';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { normalisedSoftmax } from '../../../../src/lab/losses/normalisedSoftmax';
import { triplet } from '../../../../src/lab/losses/triplet';
import { withSignatures } from '../../../../src/lab/training/withSignatures';
import { normal } from '../../../support/compiled';
import { difference } from '../../../support/goldens';

describe('withSignatures', () => {
  const labels = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');
  const x = normal<Tensor2D>([6, 4], 1);
  const signatures = normal<Tensor2D>([3, 4], 2);
  const term = (rows: Tensor, own: Tensor) => normalisedSoftmax(rows as Tensor2D, labels, own as Tensor2D);

  /** Slopes towards embeddings and signatures. */
  const slopes = (weight: number) =>
    tf.grads((rows: Tensor, own: Tensor) => {
      const inputs = {
        labels,
        indices: tf.range(0, 6, 1, 'int32') as Tensor1D,
        extra: {},
        noise: {},
        memory: {},
      };
      const criterion = withSignatures(triplet, { weight });
      return criterion.compute({ ...inputs, embeddings: rows as Tensor2D, weights: { signatures: own } })
        .loss;
    })([x, signatures]);

  for (const weight of [0, 0.25]) {
    it(`trains signatures wholly, and the network by ${weight} of their term`, () => {
      const [ofRows, ofSignatures] = slopes(weight);
      const [classifying, following] = tf.grads(term)([x, signatures]);
      const alone = tf.grad((rows) => triplet(rows as Tensor2D, labels))(x);
      assert.equal(difference(ofSignatures!.dataSync(), following!.dataSync()), null);
      const expected = alone.add(classifying!.mul(weight));
      assert.equal(difference(ofRows!.dataSync(), expected.dataSync()), null);
    });
  }
});
