import assert from 'node:assert/strict';
import { classPairs } from '../../../../src/lab/core/classPairs';
import { pairCrossEntropy } from '../../../../src/lab/core/pairCrossEntropy';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled, sameTensor } from '../../../support/compiled';

/** Up to 260 pairs: they are computed with 130 places or with 260. */
const size = 520;

/** Labels of so many classes of two, in no order, then of classes of one. */
const labelled = (pairs: number) =>
  tf.tensor1d(
    Array.from({ length: size }, (_, row) => (row < 2 * pairs ? (row * 7) % pairs : row)),
    'int32',
  );

const loss = (x: Tensor2D, y: Tensor1D) => pairCrossEntropy(x, classPairs(y));

/** The same with the pairs found on the host, and slopes by the tape. */
function plain(x: Tensor2D, y: Tensor1D): Scalar {
  const places = new Map<number, number[]>();
  y.dataSync().forEach((label, row) => places.set(label, [...(places.get(label) ?? []), row]));
  const pairs = [...places.values()].filter(({ length }) => length > 1);
  if (pairs.length === 0) return x.sum<Scalar>().mul(0);
  const rowsAt = (at: number) =>
    tf.gather(
      x,
      tf.tensor1d(
        pairs.map((pair) => pair[at]!),
        'int32',
      ),
    ) as Tensor2D;
  const products = tf.matMul<Tensor2D>(rowsAt(0), rowsAt(1), false, true);
  return tf.logSoftmax(products).mul(tf.eye(pairs.length)).sum<Scalar>().div(-pairs.length);
}

describe('pairCrossEntropy', () => {
  const x = normal<Tensor2D>([size, 6], 1);

  for (const pairs of [0, 1, 130, 131, 260]) {
    const y = labelled(pairs);

    it(`is the cross-entropy of ${pairs} pairs, with its slope`, () => {
      sameTensor(loss(x, y), plain(x, y), 1e-5);
      const slope = (f: typeof loss) => tf.grad((rows) => f(rows as Tensor2D, y))(x);
      sameTensor(slope(loss), slope(plain), 1e-5);
    });

    it(`is the same compiled, for ${pairs} pairs`, () =>
      sameCompiled([x, y], (rows, labels) => {
        const { value, grad } = tf.valueAndGrad((r) => loss(r as Tensor2D, labels as Tensor1D))(rows);
        return [value, grad];
      }));
  }

  it('has slope 0 for rows of no pair', () => {
    const slope = tf.grad((rows) => loss(rows as Tensor2D, labelled(100)))(x);
    assert.equal(slope.slice([200, 0]).abs().max().dataSync()[0], 0);
  });
});
