/** Kernels that treat each number by itself. */
import type { tf } from '../../core/tf';
import type { Dtype, Value } from '../graph';
import { binary, cast, comparison, scalar, unary, where } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

type Unary = Lowering<'x'>;
type Binary = Lowering<'a' | 'b'>;

const same =
  (op: string): Unary =>
  ({ x }) =>
    unary(op, x);

const both =
  (op: string): Binary =>
  ({ a, b }) =>
    binary(op, a, b);

const asks =
  (op: string): Binary =>
  ({ a, b }) =>
    comparison(op, a, b);

/** A number, of x's type. */
const like = (x: Value, value: number) => scalar(value, x.dtype);

const squared = (x: Value) => binary('Mul', x, x);

const castTo: Lowering<'x', tf.CastAttrs> = ({ x }, { dtype }) => cast(x, dtype as Dtype);

const clip: Lowering<'x', tf.ClipByValueAttrs> = ({ x }, { clipValueMin, clipValueMax }) =>
  binary('Min', binary('Max', x, like(x, clipValueMin)), like(x, clipValueMax));

const leakyRelu: Lowering<'x', tf.LeakyReluAttrs> = ({ x }, { alpha }) =>
  where(comparison('Greater', x, like(x, 0)), x, binary('Mul', x, like(x, alpha)));

/** log(1 + x), exact for small x as well: x · log(u) / (u - 1), where u is 1 + x as it is rounded. */
const log1p: Unary = ({ x }) => {
  const one = like(x, 1);
  const u = binary('Add', x, one);
  const exact = binary('Mul', x, binary('Div', unary('Log', u), binary('Sub', u, one)));
  return where(comparison('Equal', u, one), x, exact);
};

/** 1 above 0, else alpha: the slope of ReLU. */
const step: Lowering<'x', tf.StepAttrs> = ({ x }, { alpha = 0 }) => {
  const positive = comparison('Greater', x, like(x, 0));
  return alpha === 0 ? cast(positive, x.dtype) : where(positive, like(x, 1), like(x, alpha));
};

const select: Lowering<'condition' | 't' | 'e'> = ({ condition, t, e }) => where(condition, t, e);

const addAll: Lowering<string> = (terms) =>
  Object.values(terms).reduce((sum, term) => binary('Add', sum, term));

export const elementwise = {
  Abs: same('Abs'),
  Ceil: same('Ceil'),
  Cos: same('Cos'),
  Exp: same('Exp'),
  Floor: same('Floor'),
  Log: same('Log'),
  LogicalNot: same('Not'),
  Neg: same('Neg'),
  Reciprocal: same('Reciprocal'),
  Relu: same('Relu'),
  Sigmoid: same('Sigmoid'),
  Sign: same('Sign'),
  Sin: same('Sin'),
  Softplus: same('Softplus'),
  Sqrt: same('Sqrt'),
  Tanh: same('Tanh'),

  Cast: castTo,
  ClipByValue: clip,
  Identity: (({ x }) => x) satisfies Unary,
  LeakyRelu: leakyRelu,
  Log1p: log1p,
  Rsqrt: (({ x }) => unary('Reciprocal', unary('Sqrt', x))) satisfies Unary,
  Square: (({ x }) => squared(x)) satisfies Unary,
  Step: step,

  Add: both('Add'),
  AddN: addAll,
  Maximum: both('Max'),
  Minimum: both('Min'),
  Multiply: both('Mul'),
  Pow: both('Pow'),
  RealDiv: both('Div'),
  SquaredDifference: (({ a, b }) => squared(binary('Sub', a, b))) satisfies Binary,
  Sub: both('Sub'),

  Equal: asks('Equal'),
  Greater: asks('Greater'),
  GreaterEqual: asks('GreaterOrEqual'),
  Less: asks('Less'),
  LessEqual: asks('LessOrEqual'),
  LogicalAnd: asks('And'),
  LogicalOr: asks('Or'),
  NotEqual: (({ a, b }) => unary('Not', comparison('Equal', a, b))) satisfies Binary,
  Select: select,
} satisfies Record<string, AnyLowering>;
