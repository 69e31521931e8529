import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { defaults, logRatio, variants } from '../../../../src/lab/losses/logRatio';
import { finiteForStrangeRows, rows, sameValueAndSlopes } from '../../../support/describeLoss';
import { euclidean, mean, squaredEuclidean, unit, type Rows } from '../../../support/plain';

function oracle(
  x: Rows,
  targets: Rows,
  { normalise, squared, everyAnchor, epsilon }: typeof defaults,
): number {
  if (normalise) x = x.map(unit);
  const between = squared ? squaredEuclidean : euclidean;
  const terms: number[] = [];
  for (let a = 0; a < (everyAnchor ? x.length : 1); a++) {
    const ratios = x.flatMap((xi, i) => {
      const ofLabels = between(targets[a]!, targets[i]!);
      return i === a || ofLabels === 0
        ? []
        : [Math.log(between(x[a]!, xi) + epsilon) - Math.log(ofLabels + epsilon)];
    });
    ratios.forEach((one, i) => ratios.slice(0, i).forEach((other) => terms.push((one - other) ** 2)));
  }
  return mean(terms);
}

describe('logRatio', () => {
  const usual = [[0], [1], [3], [3], [0], [7]]; // one label twice, and the anchor's once more
  for (const [name, given] of Object.entries({ defaults: {}, ...variants, unit: { normalise: true } })) {
    it(`${name}: value and slope`, () =>
      sameValueAndSlopes(
        (x) => logRatio(x, tf.tensor2d(usual), given),
        (x) => oracle(x, usual, { ...defaults, ...given }),
        [rows('log-ratio', usual.length)],
      ));
  }

  it('is 0 where distances are in the ratio of those of the labels', () => {
    const x = tf.tensor2d(usual.map(([value]) => [2 * value!, 0, 5]));
    assert.ok(logRatio(x, tf.tensor2d(usual), { everyAnchor: true }).dataSync()[0]! < 1e-6);
  });

  it('does not mind how large embeddings are, and goes along with a permutation of the batch', () => {
    const x = tf.tensor2d(rows('permuted', 6).map((row) => [...row]));
    const order = [3, 1, 5, 0, 4, 2];
    const value = (scale: number, of: (all: Tensor2D) => Tensor2D) =>
      logRatio(of(x).mul(scale), of(tf.tensor2d(usual)), { everyAnchor: true }).dataSync()[0]!;
    const same = value(1, (all) => all);
    const changed = value(10, (all) => tf.gather(all, order));
    assert.ok(Math.abs(same - changed) < 1e-4 * same, `${same}, ${changed}`);
  });

  it('is finite for equal rows, zeros, huge rows and equal labels', () => {
    const equal = usual.map(() => [1]);
    for (const targets of [usual, equal]) {
      for (const given of Object.values(variants))
        finiteForStrangeRows(6, (x) => logRatio(x, tf.tensor2d(targets), given));
    }
  });

  it('refuses targets that do not fit, and options that it does not have', () => {
    assert.throws(
      () => logRatio(tf.ones([4, 5]), tf.ones([3, 1])),
      new LabError('logRatio: targets must be float32 [4, T]; got float32 [3, 1]'),
    );
    assert.throws(
      () => logRatio(tf.ones([4, 5]), tf.ones([4, 1]), { margin: 1 } as object),
      new LabError("logRatio: no option 'margin'; it has normalise, squared, everyAnchor, epsilon"),
    );
  });
});
