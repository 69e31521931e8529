import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, multipleInstance, variants } from '../../../../src/lab/losses/multipleInstance';
import { finiteForStrangeRows, rows, sameValueAndSlopes } from '../../../support/describeLoss';
import { cosine, euclidean, hinge, mean, sum, unit, type Rows } from '../../../support/plain';

/** Two rows of five make an instance of two heads. */
const instances = (x: Rows) => x.map((row) => [row.slice(0, 5), row.slice(5)]);
const side = (name: string): Rows => {
  const heads = rows(name, 8);
  return heads.flatMap((row, at) => (at % 2 ? [] : [[...row, ...heads[at + 1]!]]));
};

function oracle(x: Rows, y: Rows, set: typeof defaults): number {
  const [a, b] = [instances(x), instances(y)];
  const s = a.map((one) => b.map((two) => Math.max(...one.flatMap((p) => two.map((q) => cosine(p, q))))));
  const hardest = (i: number, at: (j: number) => number) =>
    Math.max(0, ...s.flatMap((_, j) => (j === i ? [] : [hinge(set.margin - s[i]![i]! + at(j))])));
  const ranking = mean(s.map((_, i) => hardest(i, (j) => s[i]![j]!) + hardest(i, (j) => s[j]![i]!)));
  const diversity = (all: number[][][]) => mean(all.map(([p, q]) => Math.SQRT2 * Math.abs(cosine(p!, q!)) / 4)); // prettier-ignore
  const kernel = (from: number[][][], to: number[][][]) =>
    mean(
      from.flat().flatMap((p) =>
        to.flat().map((q) => {
          const d = euclidean(unit(p), unit(q));
          return Math.exp(-set.gamma * (set.gaussian ? d * d : d));
        }),
      ),
    );
  const discrepancy = sum([kernel(a, a), -2 * kernel(a, b), kernel(b, b)]);
  return ranking + set.diversity * (diversity(a) + diversity(b)) + set.discrepancy * discrepancy;
}

describe('multipleInstance', () => {
  const strong = { margin: 0.5, diversity: 2, discrepancy: 3 };
  for (const [name, given] of Object.entries({ defaults: {}, ...variants, strong })) {
    it(`${name}: value and slopes of both sides`, () =>
      sameValueAndSlopes(
        (x, y) => multipleInstance(x, y, given),
        (x, y) => oracle(x, y, { ...defaults, ...given }),
        [side('images'), side('texts')],
      ));
  }

  it('takes residuals for the diversity term', () => {
    const [x, y] = [side('images'), side('texts')].map((rows) => tf.tensor2d(rows.map((row) => [...row])));
    const same = tf.tensor2d(side('images').map((row) => [...row.slice(0, 5), ...row.slice(0, 5)]));
    const apart = multipleInstance(x!, y!, { diversity: 1 }).dataSync()[0]!;
    const alike = multipleInstance(x!, y!, { diversity: 1 }, [same, same]).dataSync()[0]!;
    assert.ok(alike > apart);
  });

  it('is finite for equal rows, zeros and huge rows, one instance and one head', () => {
    finiteForStrangeRows(3, (x) => multipleInstance(tf.concat([x, x], 1), tf.concat([x, x], 1)));
    finiteForStrangeRows(1, (x) => multipleInstance(x, x, { heads: 1 }));
  });

  it('refuses sides that do not fit', () => {
    assert.throws(
      () => multipleInstance(tf.ones([4, 10]), tf.ones([3, 10])),
      new LabError(
        'multipleInstance: both sides must be float32 [N, 2 x D]; got float32 [4, 10] and float32 [3, 10]',
      ),
    );
    assert.throws(
      () => multipleInstance(tf.ones([4, 5]), tf.ones([4, 5])),
      new LabError(
        'multipleInstance: both sides must be float32 [N, 2 x D]; got float32 [4, 5] and float32 [4, 5]',
      ),
    );
  });
});
