import '../../support/backend';
import assert from 'node:assert/strict';
import { eager } from '../../../src/lab/core/prepare';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../../../src/lab/core/tf';
import { centreInvariant } from '../../../src/lab/regularizers/centreInvariant';
import { centreSparsity } from '../../../src/lab/regularizers/centreSparsity';
import { embeddingNorm } from '../../../src/lab/regularizers/embeddingNorm';
import { regularFace } from '../../../src/lab/regularizers/regularFace';
import { zeroMean } from '../../../src/lab/regularizers/zeroMean';
import { compiled } from '../../support/compiled';
import { difference, describeGoldens } from '../../support/goldens';
import { count } from '../../support/goldenTable';

interface Case {
  readonly idea: string;
  readonly compute: (rows: Tensor2D) => Scalar;
}

const cases: Record<string, Case> = {
  lp2: { idea: 'regularizer/embeddingNorm', compute: (rows) => embeddingNorm(rows, { power: 1 }) },
  lp2_power2: { idea: 'regularizer/embeddingNorm', compute: (rows) => embeddingNorm(rows) },
  zero_mean: { idea: 'regularizer/zeroMean', compute: zeroMean },
  regular_face: { idea: 'regularizer/regularFace', compute: regularFace },
  center_invariant: { idea: 'regularizer/centreInvariant', compute: centreInvariant },
  sparse_centers_4x3: {
    idea: 'regularizer/centreSparsity',
    compute: (rows) => centreSparsity(rows, { centres: 3, epsilon: 0 }),
  },
};

describeGoldens('regularizers against their goldens', (file) => {
  for (const golden of file.regularizers) {
    const found = cases[golden.id];
    if (!found) continue;
    it(golden.id, async () => {
      const rows = tf.tensor2d(file.weights[golden.weights] as number[][]);
      const step = ({ x }: Readonly<Record<string, Tensor>>) => {
        const { value, grad } = tf.valueAndGrad((given) => found.compute(given as Tensor2D))(x!);
        return { value, grad };
      };
      const plain = await eager(step)({ x: rows });
      const inGraph = await compiled(step)({ x: rows });
      const numbers = (results: typeof plain) =>
        ['value', 'grad'].flatMap((name) => Array.from(results[name]!.dataSync()));
      const value = difference(plain['value']!.dataSync(), [golden.value]);
      const slope = difference(plain['grad']!.dataSync(), golden.grad);
      const graph = difference(numbers(inGraph), numbers(plain));
      const edges = Object.entries(file.inputs).map(([name, { embeddings }]) =>
        edge(name, embeddings, found),
      );
      count(found.idea, 'values', [value]);
      count(found.idea, 'gradients', [slope]);
      count(found.idea, 'edge cases', edges);
      count(found.idea, 'compiled', [graph]);
      assert.deepEqual([value, slope, graph, ...edges].filter(Boolean), []);
    });
  }

  it('leaves out no golden', () => {
    assert.deepEqual(
      file.regularizers.map(({ id }) => id).filter((id) => !(id in cases)),
      [],
    );
  });
});

/** An input that the golden was not made for, cut to classes of three: all that is asked is finite numbers. */
function edge(name: string, embeddings: number[][], { compute }: Case): string | null {
  const rows = tf.tensor2d(embeddings.slice(0, embeddings.length - (embeddings.length % 3)));
  const { value, grad } = tf.valueAndGrad((x) => compute(x as Tensor2D))(rows);
  return [...value.dataSync(), ...grad.dataSync()].every(Number.isFinite) ? null : `${name}: not finite`;
}
