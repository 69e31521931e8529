import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, graphContrastive } from '../../../../src/lab/losses/graphContrastive';
import { finiteForStrangeRows, rows, sameValueAndSlopes } from '../../../support/describeLoss';
import { euclidean, hinge, mean, unit, type Rows } from '../../../support/plain';

const edges = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
  [4, 5],
] as const;
const across = [0, 1, 0, 1, 0];

const oracle = (x: Rows, { delta, margin }: typeof defaults, weights: readonly number[]) =>
  mean(
    edges.map(([i, j], e) => {
      const d = euclidean(unit(x[i]!), unit(x[j]!));
      if (across[e]) return weights[e]! * hinge(margin - d);
      return delta * (Math.sqrt(1 + (d / delta) ** 2) - 1);
    }),
  );

describe('graphContrastive', () => {
  const graph = () =>
    [
      tf.tensor2d(
        edges.map((edge) => [...edge]),
        undefined,
        'int32',
      ),
      tf.tensor1d(across),
    ] as const;
  const weights = [1, 2, 3, 4, 5];

  it('value and slope, with weights and without', () => {
    const x = rows('nodes', 7);
    sameValueAndSlopes(
      (nodes) => graphContrastive(nodes, ...graph()),
      (nodes) => oracle(nodes, defaults, [1, 1, 1, 1, 1]),
      [x],
    );
    sameValueAndSlopes(
      (nodes) => graphContrastive(nodes, ...graph(), { delta: 1, margin: 3 }, tf.tensor1d(weights)),
      (nodes) => oracle(nodes, { delta: 1, margin: 3 }, weights),
      [x],
    );
  });

  it('is finite for equal rows, zeros and huge rows', () => {
    finiteForStrangeRows(6, (nodes) => graphContrastive(nodes, ...graph()));
  });

  it('refuses a graph that does not fit', () => {
    const [some, border] = graph();
    assert.throws(
      () => graphContrastive(tf.ones([6, 5]), some, tf.ones([4])),
      new LabError('graphContrastive: across must be float32 [5]; got float32 [4]'),
    );
    assert.throws(
      () => graphContrastive(tf.ones([6, 5]), tf.ones([5, 2]), border),
      new LabError('graphContrastive: edges must be int32 [5, 2]; got float32 [5, 2]'),
    );
    assert.throws(
      () => graphContrastive(tf.ones([6, 5]), tf.zeros([0, 2], 'int32'), tf.ones([0])),
      new LabError('graphContrastive: needs at least 1 edge; got none'),
    );
  });
});
