import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, manifold, variants } from '../../../../src/lab/losses/manifold';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, hinge, mean, sum, type Rows } from '../../../support/plain';

/** (I - α S)⁻¹ (1 - α), by Gauss and Jordan's elimination: its diagonal is large enough to do without pivots. */
function walks(nodes: Rows, alpha: number): number[][] {
  const a = nodes.map((row, i) =>
    nodes.map((other, j) => (i === j ? 0 : Math.exp(2 * hinge(cosine(row, other))))),
  );
  const scale = a.map((row) => 1 / Math.sqrt(sum(row)));
  const table = a.map((row, i) => [
    ...row.map((value, j) => (i === j ? 1 : -alpha * value * scale[i]! * scale[j]!)),
    ...row.map((_, j) => (i === j ? 1 - alpha : 0)),
  ]);
  const size = nodes.length;
  for (let at = 0; at < size; at++) {
    const head = table[at]!.map((value) => value / table[at]![at]!);
    table.forEach((row, i) => {
      table[i] = i === at ? head : row.map((value, j) => value - row[at]! * head[j]!);
    });
  }
  return table.map((row) => row.slice(size));
}

describeProxyLoss({
  name: 'manifold',
  loss: manifold,
  defaults,
  variants,
  settings: { 'a short walk, wide margin': { alpha: 0.3, margin: 1 } },
  paper: { alpha: 0.8 },
  proxiesPerClass: () => 1,
  oracle: (x, y, { alpha, margin, context }, proxies) => {
    const f = walks([...x, ...proxies], alpha);
    const lead = (s: readonly number[], own: number) => {
      const gaps = s.map((value) => value - s[own]! + margin).filter((gap, k) => k !== own && gap > 0);
      return Math.log(1 + sum(gaps.map(Math.exp)));
    };
    return mean(
      x.map((_, i) => {
        const intrinsic = lead(f[i]!.slice(x.length), y[i]!);
        const ofContext = proxies.map((_p, k) => cosine(f[i]!, f[x.length + k]!));
        return intrinsic + context * lead(ofContext, y[i]!);
      }),
    );
  },
});

describe('manifold', () => {
  it('refuses a walk that does not end, and a single proxy', () => {
    const y = tf.tensor1d([0, 1], 'int32');
    assert.throws(
      () => manifold(tf.ones([2, 5]), y, tf.ones([2, 5]), { alpha: 1 }),
      new LabError('manifold: alpha must be from 0 to below 1; got 1'),
    );
    assert.throws(
      () => manifold(tf.ones([2, 5]), y, tf.ones([1, 5])),
      new LabError('manifold: needs at least 2 proxies; got 1'),
    );
  });
});
