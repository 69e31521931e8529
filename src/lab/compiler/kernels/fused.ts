/** Kernels that do what several others do. */
import type { tf } from '../../core/tf';
import type { Value } from '../graph';
import { binary, scalar, unary } from '../operators';
import { binaries } from './binary';
import { convolutions } from './convolution';
import type { AnyLowering, Lowering } from './lowering';
import { batchMatMul } from './product';
import { unaries } from './unary';

type Activation = Lowering<'x' | 'alpha', { readonly alpha: number }>;

const activations: Readonly<Record<tf.FusedConv2DAttrs['activation'], Activation>> = {
  linear: ({ x }) => x,
  elu: unaries.Elu,
  leakyrelu: unaries.LeakyRelu,
  prelu: (inputs) => binaries.Prelu(inputs, {}),
  relu: unaries.Relu,
  relu6: unaries.Relu6,
  sigmoid: unaries.Sigmoid,
};

interface Ending {
  readonly bias?: Value;
  readonly preluActivationWeights?: Value;
}

type EndingAttributes = Pick<tf.FusedConv2DAttrs, 'activation' | 'leakyreluAlpha'>;

/** The kernel, then a bias where there is one, then the activation. */
const ended =
  <Inputs extends string, Attributes>(
    kernel: Lowering<Inputs, Attributes>,
  ): Lowering<Inputs | keyof Ending, Attributes & EndingAttributes> =>
  (inputs, attributes) => {
    const { bias, preluActivationWeights }: Ending = inputs;
    const product = kernel(inputs, attributes) as Value;
    const x = bias ? binary('Add', product, bias) : product;
    const { activation, leakyreluAlpha = 0.2 } = attributes;
    return activations[activation]({ x, alpha: preluActivationWeights! }, { alpha: leakyreluAlpha });
  };

/** γ (x - μ) / sqrt(σ² + ε) + β, where γ and β may be left out. */
const batchNorm: Lowering<'x' | 'mean' | 'variance' | 'scale' | 'offset', tf.FusedBatchNormAttrs> = (
  inputs,
  { varianceEpsilon },
) => {
  const { x, mean, variance, scale, offset }: Partial<typeof inputs> = inputs;
  const deviation = unary('Sqrt', binary('Add', variance!, scalar(varianceEpsilon)));
  const normal = binary('Div', binary('Sub', x!, mean!), deviation);
  const scaled = scale ? binary('Mul', normal, scale) : normal;
  return offset ? binary('Add', scaled, offset) : scaled;
};

export const fused = {
  FusedBatchNorm: batchNorm,
  FusedConv2D: ended(convolutions.Conv2D),
  FusedDepthwiseConv2D: ended(convolutions.DepthwiseConv2dNative),
  _FusedMatMul: ended(batchMatMul),
} satisfies Record<string, AnyLowering>;
