import '../../../support/backend';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { spanningTree } from '../../../../src/lab/miners/spanningTree';
import { normal, sameCompiled } from '../../../support/compiled';

type Matrix = readonly (readonly number[])[];

const pairsOf = (labels: readonly number[]) =>
  pairs(tf.ones([labels.length, 1]), tf.tensor1d([...labels], 'int32'));
const treeOf = (distance: Matrix, labels: readonly number[]) =>
  tf.tidy(
    () =>
      spanningTree(
        tf.tensor2d(distance.map((row) => [...row])),
        pairsOf(labels),
      ).positive.arraySync() as number[][],
  );

/** Kruskal's algorithm, in loops. */
function kruskal(distance: Matrix, labels: readonly number[]): number[][] {
  const tree = labels.map(() => labels.map(() => 0));
  const part = labels.map((_, at) => at);
  const edges = labels
    .flatMap((label, i) => labels.flatMap((other, j) => (i < j && label === other ? [[i, j] as const] : [])))
    .sort(([a, b], [c, d]) => distance[a]![b]! - distance[c]![d]!);
  for (const [i, j] of edges) {
    if (part[i] === part[j]) continue;
    tree[i]![j] = tree[j]![i] = 1;
    const [from, to] = [part[i]!, part[j]!];
    part.forEach((name, at) => (part[at] = name === from ? to : name));
  }
  return tree;
}

describe('spanningTree', () => {
  it('keeps the chain of a class that lies in a line', () => {
    const at = [0, 1, 3, 6, 2];
    const distance = at.map((x) => at.map((y) => Math.abs(x - y)));
    // The last is of another class, though it lies between.
    assert.deepEqual(treeOf(distance, [0, 0, 0, 0, 1]), [
      [0, 1, 0, 0, 0],
      [1, 0, 1, 0, 0],
      [0, 1, 0, 1, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('is the tree of Kruskal, whatever the order of the batch', () => {
    const batch = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 9,
      },
    );
    fc.assert(
      fc.property(batch, (points) => {
        const labels = points.map(([label]) => label);
        // No two distances alike: there is one tree.
        const distance = labels.map((_, i) =>
          labels.map((_, j) =>
            i === j
              ? 0
              : ((Math.min(i, j) * 31 + Math.max(i, j) * 17) % 101) + points[Math.min(i, j)]![1] * 0.01,
          ),
        );
        const values = distance.flatMap((row, i) => row.slice(i + 1));
        fc.pre(new Set(values.map(Math.fround)).size === values.length);
        assert.deepEqual(treeOf(distance, labels), kruskal(distance, labels));
      }),
      { seed: 5 },
    );
  });

  it('keeps the pairs of every tree where distances are equal, and stays finite', () => {
    assert.deepEqual(
      treeOf(
        [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
        [1, 1, 1],
      ),
      [
        [0, 1, 1],
        [1, 0, 1],
        [1, 1, 0],
      ],
    );
    assert.deepEqual(treeOf([[0]], [3]), [[0]]);
    assert.deepEqual(
      treeOf(
        [
          [0, 1],
          [1, 0],
        ],
        [3, 4],
      ),
      [
        [0, 0],
        [0, 0],
      ],
    );
  });

  it('has one pair in both directions, though rounding parts their distances', () => {
    const tree = treeOf(
      [
        [0, 1 + 1e-7, 1],
        [1, 0, 5],
        [1 + 1e-7, 5, 0],
      ],
      [0, 0, 0],
    );
    assert.deepEqual(tree, [
      [0, 1, 1],
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it('is a constant in the backward pass, and the same compiled', async () => {
    const distance = normal<Tensor2D>([6, 6], 3).abs<Tensor2D>();
    const all = pairsOf([0, 1, 0, 0, 1, 0]);
    const slope = tf.grad((x) => spanningTree(x as Tensor2D, all).positive.sum())(distance);
    assert.deepEqual(new Set(slope.dataSync()), new Set([0]));
    // float32 on the host, too, not bytes
    await sameCompiled([distance, all.positive.mul(1), all.negative.mul(1)], (d, p, n) =>
      Object.values(spanningTree(d as Tensor2D, { positive: p as Tensor2D, negative: n as Tensor2D })),
    );
  });
});
