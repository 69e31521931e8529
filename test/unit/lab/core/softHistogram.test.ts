import '../../../support/backend';
import { softHistogram } from '../../../../src/lab/core/softHistogram';
import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { compiled, normal, sameCompiled } from '../../../support/compiled';
import assert from 'node:assert/strict';
import { difference } from '../../../support/goldens';

describe('softHistogram', () => {
  it('shares each weight between the nodes beside it', () => {
    const x = tf.tensor2d([
      [0, 0.25, 2],
      [1.5, 1.5, 0.9],
    ]);
    const weights = tf.tensor2d([
      [1, 2, 3],
      [1, 0, 10],
    ]);
    const expected = [1 + 1.5, 0.5, 3, 1, 9 + 0.5, 0.5];
    assert.equal(difference(softHistogram(x, weights, 3).dataSync(), expected), null);
  });

  it('is the same compiled, with its slope', () =>
    sameCompiled(
      [normal([40, 30], 1).abs(), normal([40, 30], 2).abs(), normal([40, 5], 3)],
      (x, weights, dy) => {
        const { value, grad } = tf.valueAndGrad((each) =>
          softHistogram(each.clipByValue(0, 4) as Tensor2D, weights as Tensor2D, 5).mul(dy!),
        )(x!);
        return [value, grad];
      },
    ));

  it('does not fail on what is no number', async () => {
    const ones = tf.ones([2, 3]) as Tensor2D;
    const nothing = tf.fill([2, 3], NaN) as Tensor2D;
    const { y } = await compiled(({ x }) => ({ y: softHistogram(x as Tensor2D, ones, 4) }))({ x: nothing });
    assert.ok([...y!.dataSync(), ...softHistogram(nothing, ones, 4).dataSync()].some(Number.isNaN));
  });
});
