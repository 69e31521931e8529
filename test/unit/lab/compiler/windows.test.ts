import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled, withSlope } from '../../../support/compiled';
import { poolings } from '../../../support/poolings';

const sides = (size: number | [number, number]): [number, number] =>
  typeof size === 'number' ? [size, size] : size;

describe('compiled convolutions and pools give what the reference gives', () => {
  const convolutions: [number[], number[], number | [number, number], 'same' | 'valid' | number][] = [
    [[2, 8, 8, 3], [3, 3, 3, 4], 1, 'same'],
    [[3, 9, 8, 2], [3, 2, 2, 4], [3, 2], 'valid'],
    [[3, 7, 5, 2], [3, 3, 2, 5], 1, 'valid'],
    [[1, 1, 1, 1], [3, 3, 1, 1], 1, 'same'],
    [[2, 1, 6, 2], [1, 1, 2, 3], 1, 'valid'],
    [[2, 9, 9, 1], [3, 3, 1, 2], 2, 'same'],
    [[2, 10, 7, 3], [3, 2, 3, 2], [2, 3], 'valid'],
    [[2, 8, 9, 2], [4, 4, 2, 3], 1, 'same'],
    [[2, 8, 8, 2], [5, 5, 2, 3], 3, 'same'],
    [[2, 6, 6, 2], [3, 3, 2, 2], 1, 2],
    [[1, 5, 5, 2], [5, 5, 2, 3], 1, 'valid'],
    [[2, 4, 4, 2], [1, 1, 2, 2], 1, 1],
    [[2, 8, 8, 2], [1, 1, 2, 4], 2, 'valid'],
    [[2, 7, 8, 9], [3, 2, 9, 4], 1, 'same'],
    [[2, 9, 8, 8], [3, 3, 8, 3], 2, 'same'],
    [[2, 9, 8, 8], [2, 3, 8, 3], [3, 2], 'valid'],
    [[2, 4, 3, 128], [3, 3, 128, 129], 1, 'same'],
    [[2, 5, 4, 129], [2, 3, 129, 2], [2, 1], 'valid'],
    [[2, 3, 3, 2], [3, 3, 2, 130], 1, 'same'],
  ];
  for (const [x, filter, strides, pad] of convolutions) {
    it(`convolution of [${x}] with [${filter}], strides ${strides}, ${pad}`, () =>
      sameCompiled(
        [normal(x, 1), normal(filter, 2)],
        withSlope((a, b) => tf.conv2d(a as Tensor4D, b as Tensor4D, strides, pad)),
        // Long sums leave more to rounding.
        Math.max(x[3]!, filter[3]!) > 100 ? 1e-4 : 1e-5,
      ));
  }
  const depthwise: [number[], number[], number | [number, number], 'same' | 'valid' | number][] = [
    [[2, 8, 8, 3], [3, 3, 3, 1], 1, 'same'],
    [[2, 7, 5, 2], [3, 3, 2, 2], 1, 'valid'],
    [[1, 1, 1, 1], [3, 3, 1, 1], 1, 'same'],
    [[2, 9, 9, 4], [3, 3, 4, 1], 2, 'same'],
    [[2, 9, 8, 2], [3, 3, 2, 3], 2, 1],
    [[2, 6, 6, 3], [2, 2, 3, 1], 2, 'valid'],
    [[2, 5, 5, 1], [1, 1, 1, 2], 1, 'valid'],
    [[1, 8, 8, 2], [5, 5, 2, 1], 3, 'same'],
  ];
  for (const [x, filter, strides, pad] of depthwise) {
    it(`depthwise convolution of [${x}] with [${filter}], strides ${strides}, ${pad}`, () =>
      sameCompiled(
        [normal(x, 1), normal(filter, 2)],
        withSlope((a, b) => tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, strides, pad)),
      ));
  }
  it('separable convolution', () =>
    sameCompiled(
      [normal([2, 6, 7, 2], 1), normal([3, 3, 2, 2], 2), normal([1, 1, 4, 3], 3)],
      withSlope((x, depth, point) =>
        tf.separableConv2d(x as Tensor4D, depth as Tensor4D, point as Tensor4D, 1, 'same'),
      ),
    ));
  it('depthwise convolution with gaps', () =>
    sameCompiled([normal([2, 9, 8, 2], 1), normal([3, 2, 2, 2], 2)], (a, b) =>
      tf.depthwiseConv2d(a as Tensor4D, b as Tensor4D, 1, 'same', 'NHWC', 2),
    ));
  it('convolution with gaps', () =>
    sameCompiled([normal([2, 9, 8, 2], 1), normal([3, 2, 2, 3], 2)], (a, b) =>
      tf.conv2d(a as Tensor4D, b as Tensor4D, 1, 'same', 'NHWC', 2),
    ));

  for (const [shape, size, strides, pad] of poolings) {
    for (const [kind, shift] of [
      ['mixed', 0],
      ['negative', -10],
    ] as const) {
      it(`max-pool of ${kind} numbers: [${shape}], size ${size}, strides ${strides}, ${pad}`, () =>
        sameCompiled(
          [normal(shape, 1).add(shift)],
          withSlope((x) => tf.maxPool(x as Tensor4D, size, strides, pad)),
        ));
    }
    // The reference divides each slope by the size of the window, margins and all; sums over sums of ones do not.
    it(`average pool: [${shape}], size ${size}, strides ${strides}, ${pad}`, () => {
      const ones = tf.ones<tf.Rank.R4>([...sides(size), shape[3]!, 1]);
      const sums = (x: Tensor) => tf.depthwiseConv2d(x as Tensor4D, ones, strides, pad);
      return sameCompiled(
        [normal(shape, 1)],
        withSlope((x) => tf.avgPool(x as Tensor4D, size, strides, pad)),
        1e-5,
        withSlope((x) => sums(x!).div(sums(tf.ones(shape)))),
      );
    });
    it(`max-pool of equal numbers: [${shape}], size ${size}, strides ${strides}, ${pad}`, () =>
      sameCompiled(
        [tf.ones(shape)],
        withSlope((x) => tf.maxPool(x as Tensor4D, size, strides, pad)),
      ));
  }
});
