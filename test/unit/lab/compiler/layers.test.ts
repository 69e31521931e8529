import { tf, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { normal, sameCompiled, withSlope } from '../../../support/compiled';

/** What networks are made of, composed of kernels as one would write it. */
describe('compiled layers give what the reference gives', () => {
  const shapes: number[][] = [
    [2, 5, 4],
    [1, 1, 3],
    [3, 7, 1],
  ];

  for (const shape of shapes) {
    const width = shape[2]!;
    it(`attention over [${shape}]`, () =>
      sameCompiled(
        [normal(shape, 1), normal(shape, 2), normal(shape, 3)],
        withSlope((q, k, v) =>
          tf.softmax(tf.matMul(q!, k!, false, true).div(Math.sqrt(width))).matMul(v as Tensor),
        ),
      ));
    it(`attention of several heads over [${shape}]`, () =>
      sameCompiled(
        [normal([...shape.slice(0, 2), 2, width], 1)],
        withSlope((x) => {
          const heads = x!.transpose([0, 2, 1, 3]);
          return tf
            .softmax(heads.matMul(heads, false, true))
            .matMul(heads)
            .transpose([0, 2, 1, 3]);
        }),
      ));
    it(`layer norm of [${shape}]`, () =>
      sameCompiled(
        [normal(shape, 1), normal([width], 2), normal([width], 3)],
        withSlope((x, gamma, beta) => {
          const { mean, variance } = tf.moments(x!, -1, true);
          return x!.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(gamma!).add(beta!);
        }),
        1e-4,
      ));
    it(`dropout of [${shape}], its noise an input`, () =>
      sameCompiled([normal(shape, 1), tf.sigmoid(normal(shape, 2))], (x, noise) =>
        withSlope((y) => y!.mul(tf.greaterEqual(noise!, 0.3).toFloat()).div(0.7))(x!),
      ));
  }

  it('batch norm', () =>
    sameCompiled(
      [
        normal([2, 3, 3, 4], 1),
        normal([4], 2),
        normal<Tensor>([4], 3).square(),
        normal([4], 4),
        normal([4], 5),
      ],
      (x, mean, variance, offset, scale) => [
        tf.batchNorm(x!, mean as never, variance as never, offset as never, scale as never, 1e-3),
        tf.batchNorm(x!, mean as never, variance as never),
      ],
    ));

  for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const) {
    it(`products with bias and ${activation}, in one`, () =>
      sameCompiled(
        [normal([3, 4], 1), normal([4, 2], 2), normal([2], 3), normal([2], 4), normal([2, 5, 5, 4], 5)],
        (a, b, bias, alpha, images) => {
          const ending = { bias: bias!, activation, preluActivationWeights: alpha!, leakyreluAlpha: 0.3 };
          const filter = b!.reshape<Tensor4D>([1, 1, 4, 2]);
          const x = images as Tensor4D;
          return [
            tf.fused.matMul({ a: a!, b: b!, ...ending }),
            tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', ...ending }),
            tf.fused.depthwiseConv2d({
              x: x.slice([0, 0, 0, 0], [2, 5, 5, 2]),
              filter: b!.reshape<Tensor4D>([2, 2, 2, 1]),
              strides: 2,
              pad: 'valid',
              ...ending,
            }),
          ];
        },
      ));
  }
  it('slopes of a product with bias in one', () =>
    sameCompiled(
      [normal([3, 4], 1), normal([4, 2], 2), normal([2], 3)],
      withSlope((a, b, bias) => tf.fused.matMul({ a: a!, b: b!, bias: bias! })),
    ));
});
