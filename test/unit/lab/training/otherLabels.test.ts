import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { graphContrastive } from '../../../../src/lab/losses/graphContrastive';
import { logRatio } from '../../../../src/lab/losses/logRatio';
import { multipleInstance } from '../../../../src/lab/losses/multipleInstance';
import { ntXent } from '../../../../src/lab/losses/ntXent';
import { symmetricTriplet } from '../../../../src/lab/losses/symmetricTriplet';
import { tripletUpperBound } from '../../../../src/lab/losses/tripletUpperBound';
import type { Criterion, CriterionInputs } from '../../../../src/lab/training/criterion';
import { withCentroids } from '../../../../src/lab/training/withCentroids';
import { withGrid } from '../../../../src/lab/training/withGrid';
import { withInstances } from '../../../../src/lab/training/withInstances';
import { withJudgements } from '../../../../src/lab/training/withJudgements';
import { withSides } from '../../../../src/lab/training/withSides';
import { withTargets } from '../../../../src/lab/training/withTargets';
import { rows } from '../../../support/describeLoss';

const count = 6;
const x = () => tf.tensor2d(rows('other labels', count).map((row) => [...row]));
const integers = (values: readonly number[]) => tf.tensor1d([...values], 'int32');
const size = { batch: count, classes: 3, images: count, dimension: 5, features: 0 };

function lossOf(criterion: Criterion, given: Partial<CriterionInputs> = {}): number {
  const inputs: CriterionInputs = {
    embeddings: x(),
    labels: integers([0, 0, 1, 1, 2, 2]),
    indices: integers([4, 7, 9, 4, 7, 9]),
    extra: {},
    weights: {},
    memory: criterion.initialMemory?.(size) ?? {},
    noise: criterion.drawNoise?.({ batch: count }, random(0, 'noise')) ?? {},
    ...given,
  };
  return criterion.compute(inputs).loss.dataSync()[0]!;
}
const value = (tensor: { dataSync(): ArrayLike<number> }) => tensor.dataSync()[0]!;

describe('losses on something else than classes', () => {
  const targets = () => tf.tensor2d([[0], [1], [5], [3], [9], [4]]);

  it('withTargets gives the targets of the batch, and refuses a data set without any', () => {
    const criterion = withTargets(logRatio, { everyAnchor: true });
    assert.equal(
      lossOf(criterion, { targets: targets() }),
      value(logRatio(x(), targets(), { everyAnchor: true })),
    );
    assert.throws(
      () => lossOf(criterion),
      new LabError('withTargets: logRatio needs targets, which the data set does not have'),
    );
  });

  it('withInstances takes the image that a row shows for its class', () => {
    assert.equal(lossOf(withInstances(ntXent)), value(ntXent(x(), integers([0, 1, 2, 0, 1, 2]))));
  });

  it('withJudgements leaves out what lies apart, but where the rater guesses', () => {
    const judged = (noise: number) => withJudgements(symmetricTriplet, {}, { noise });
    // Of 0, 1 and 5 the odd one is the third; of 3, 9 and 4 the second.
    const sure = value(symmetricTriplet(x(), integers([2, 1])));
    assert.equal(lossOf(judged(0), { targets: targets() }), sure);
    const guessing = judged(1);
    const noise = guessing.drawNoise!({ batch: count }, random(0, 'noise'));
    const guessed = value(symmetricTriplet(x(), noise['guessed'] as Tensor1D));
    assert.equal(lossOf(guessing, { targets: targets(), noise }), guessed);
    assert.throws(
      () => lossOf(guessing),
      new LabError('withJudgements: symmetricTriplet needs targets, which the data set does not have'),
    );
  });

  it('withSides parts a batch into its even and odd rows', () => {
    const side = (first: number) => tf.gather(x(), [first, first + 2, first + 4]) as Tensor2D;
    assert.equal(
      lossOf(withSides(multipleInstance, { heads: 1 })),
      value(multipleInstance(side(0), side(1), { heads: 1 })),
    );
    assert.throws(
      () => lossOf(withSides(multipleInstance, { heads: 1 }), { embeddings: tf.ones([5, 5]) }),
      new LabError('withSides: multipleInstance needs batches of pairs; got 5 rows'),
    );
  });

  it('withGrid joins what lies side by side, and weighs borders by their rarity', () => {
    const given = { embeddings: x().slice([0, 0], [4, 5]) as Tensor2D, labels: integers([0, 0, 0, 1]) };
    const edges = tf.tensor2d([0, 1, 0, 2, 1, 3, 2, 3], [4, 2], 'int32');
    const across = tf.tensor1d([0, 0, 1, 1]);
    const weights = tf.tensor1d([1, 1, 1, 1]);
    const expected = graphContrastive(given.embeddings, edges, across, {}, weights);
    assert.equal(lossOf(withGrid(graphContrastive, {}, { side: 2, balanced: true }), given), value(expected));
    const rare = { ...given, labels: integers([0, 0, 0, 0]) };
    const none = graphContrastive(given.embeddings, edges, tf.zeros([4]));
    assert.equal(lossOf(withGrid(graphContrastive, {}, { side: 2, balanced: true }), rare), value(none));
    assert.throws(
      () => lossOf(withGrid(graphContrastive, {}, { side: 2 })),
      new LabError('withGrid: a batch must be grids of 2 x 2; got 6 rows'),
    );
  });

  it('withCentroids has one on each axis, and refuses too few axes', () => {
    const criterion = withCentroids(tripletUpperBound);
    const expected = tripletUpperBound(x(), integers([0, 0, 1, 1, 2, 2]), tf.eye(3, 5));
    assert.equal(lossOf(criterion), value(expected));
    assert.throws(
      () => criterion.initialMemory!({ ...size, classes: 6 }),
      new LabError(
        "withCentroids: tripletUpperBound needs a column of the embedding for each of the 6 training classes; got 5; set the network's dimension",
      ),
    );
  });
});
