import '../../support/backend';
import assert from 'node:assert/strict';
import { normalised } from '../../../src/lab/core/normalised';
import { tf, type Tensor2D } from '../../../src/lab/core/tf';
import { cosineSimilarity } from '../../../src/lab/distances/cosineSimilarity';
import { dotProduct } from '../../../src/lab/distances/dotProduct';
import { pairwiseDistance } from '../../../src/lab/distances/pairwiseDistance';
import { signalToNoise } from '../../../src/lab/distances/signalToNoise';
import { difference, describeGoldens } from '../../support/goldens';
import { count } from '../../support/goldenTable';

interface Case {
  readonly idea: string;
  readonly compute: (x: Tensor2D) => Tensor2D;
}

const ours: Record<string, Case> = {
  lp2: {
    idea: 'distance/euclideanDistance',
    compute: (x) => pairwiseDistance('test', { distance: 'euclidean', normalise: true }, x, x),
  },
  lp2_sq: {
    idea: 'distance/squaredEuclideanDistance',
    compute: (x) => pairwiseDistance('test', { distance: 'squaredEuclidean', normalise: true }, x, x),
  },
  lp2_raw: {
    idea: 'distance/euclideanDistance',
    compute: (x) => pairwiseDistance('test', { distance: 'euclidean', normalise: false }, x, x),
  },
  cosine: { idea: 'distance/cosineSimilarity', compute: (x) => cosineSimilarity(x, x) },
  dot_raw: { idea: 'distance/dotProduct', compute: (x) => dotProduct(x, x) },
  snr: {
    idea: 'distance/signalToNoise',
    compute: (x) => signalToNoise(normalised(x), normalised(x)),
  },
  snr_raw: { idea: 'distance/signalToNoise', compute: (x) => signalToNoise(x, x) },
};

const left = ['lp1', 'lp3_raw'];

describeGoldens('distances against their goldens', (file) => {
  for (const { id, input, matrix } of file.distances) {
    const distance = ours[id];
    if (!distance) continue;
    it(`${id}, ${input}`, () => {
      const actual = distance.compute(tf.tensor2d(file.inputs[input]!.embeddings)).dataSync();
      assert.ok(actual.every(Number.isFinite));
      // Where the peer divides by 0 there is nothing to compare.
      const expected = matrix.map((value, at) =>
        Number.isFinite(Number(value)) ? Number(value) : actual[at]!,
      );
      const fault = difference(actual, expected);
      count(distance.idea, 'values', [fault]);
      assert.equal(fault, null);
    });
  }

  it('leaves out no golden without a reason', () => {
    const ids = new Set(file.distances.map(({ id }) => id));
    assert.deepEqual(
      [...ids].filter((id) => !(id in ours) && !left.includes(id)),
      [],
    );
  });

  after(() => console.log(`      not covered: ${left.join(', ')}: no idea of the lab uses them yet`));
});
