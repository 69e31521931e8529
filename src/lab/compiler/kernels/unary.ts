/** Kernels that treat each number by itself. */
import type { tf } from '../../core/tf';
import type { Dtype, Value } from '../graph';
import { binary, cast, comparison, node, scalar, unary, where } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

type Unary = Lowering<'x'>;

/** What is defined for whole numbers as well. */
const same =
  (op: string): Unary =>
  ({ x }) =>
    unary(op, x);

/** What gives fractions, and takes whole numbers for such. */
const real =
  (op: string): Unary =>
  ({ x }) =>
    unary(op, cast(x, 'float32'));

const asks =
  (op: string): Unary =>
  ({ x }) =>
    test(op, x);

const test = (op: string, x: Value) => node(op, [cast(x, 'float32')], { shape: x.shape, dtype: 'bool' });

/** A number, of x's type. */
const like = (x: Value, value: number) => scalar(value, x.dtype);

const clip: Lowering<'x', tf.ClipByValueAttrs> = ({ x }, { clipValueMin, clipValueMax }) =>
  binary('Min', binary('Max', x, like(x, clipValueMin)), like(x, clipValueMax));

/** exp(x) - 1, exact for small x as well: 2 tanh(x / 2) / (1 - tanh(x / 2)). */
const expm1: Unary = (given) => {
  const x = cast(given.x, 'float32');
  const t = unary('Tanh', binary('Mul', x, scalar(0.5)));
  const exact = binary('Div', binary('Add', t, t), binary('Sub', scalar(1), t));
  const small = comparison('Less', unary('Abs', x), scalar(1));
  return where(small, exact, binary('Sub', unary('Exp', x), scalar(1)));
};

/** log(1 + x), exact for small x as well: x · log(u) / (u - 1), where u is 1 + x as it is rounded. */
const log1p: Unary = (given) => {
  const x = cast(given.x, 'float32');
  const one = scalar(1);
  const u = binary('Add', x, one);
  const exact = binary('Mul', x, binary('Div', unary('Log', u), binary('Sub', u, one)));
  return where(comparison('Equal', u, one), x, exact);
};

const leakyRelu: Lowering<'x', tf.LeakyReluAttrs> = (given, { alpha }) => {
  const x = cast(given.x, 'float32');
  return where(comparison('Greater', x, scalar(0)), x, binary('Mul', x, scalar(alpha)));
};

const relu6: Unary = ({ x }) => binary('Min', unary('Relu', x), like(x, 6));

/** By ELU's result y, its slope is 1 where y ≥ 0, else y + 1. */
const eluGrad: Lowering<'dy' | 'y'> = ({ dy, y }) => {
  const positive = comparison('GreaterOrEqual', y, scalar(0));
  return where(positive, dy, binary('Mul', dy, binary('Add', y, scalar(1))));
};

/** 1 above 0, else alpha: the slope of ReLU. */
const step: Lowering<'x', tf.StepAttrs> = ({ x }, { alpha = 0 }) => {
  const positive = comparison('Greater', x, like(x, 0));
  return alpha === 0 ? cast(positive, x.dtype) : where(positive, like(x, 1), like(x, alpha));
};

/** Halves go to the even neighbour, in both. */
const round: Unary = ({ x }) => (x.dtype === 'int32' ? x : unary('Round', x));

const isFinite: Unary = ({ x }) => unary('Not', comparison('Or', test('IsNaN', x), test('IsInf', x)));

export const unaries = {
  Abs: same('Abs'),
  Ceil: same('Ceil'),
  Floor: same('Floor'),
  LogicalNot: same('Not'),
  Neg: same('Neg'),
  Relu: same('Relu'),
  Sign: same('Sign'),

  Acos: real('Acos'),
  Acosh: real('Acosh'),
  Asin: real('Asin'),
  Asinh: real('Asinh'),
  Atan: real('Atan'),
  Atanh: real('Atanh'),
  Cos: real('Cos'),
  Cosh: real('Cosh'),
  Elu: real('Elu'),
  Erf: real('Erf'),
  Exp: real('Exp'),
  Log: real('Log'),
  Reciprocal: real('Reciprocal'),
  Selu: real('Selu'),
  Sigmoid: real('Sigmoid'),
  Sin: real('Sin'),
  Sinh: real('Sinh'),
  Softplus: real('Softplus'),
  Sqrt: real('Sqrt'),
  Tan: real('Tan'),
  Tanh: real('Tanh'),

  IsFinite: isFinite,
  IsInf: asks('IsInf'),
  IsNan: asks('IsNaN'),

  Cast: (({ x }, { dtype }) => cast(x, dtype as Dtype)) satisfies Lowering<'x', tf.CastAttrs>,
  ClipByValue: clip,
  EluGrad: eluGrad,
  Expm1: expm1,
  Identity: (({ x }) => x) satisfies Unary,
  LeakyRelu: leakyRelu,
  Log1p: log1p,
  Relu6: relu6,
  Round: round,
  Rsqrt: (({ x }) => unary('Reciprocal', unary('Sqrt', cast(x, 'float32')))) satisfies Unary,
  Square: (({ x }) => binary('Mul', x, x)) satisfies Unary,
  Step: step,
} satisfies Record<string, AnyLowering>;
