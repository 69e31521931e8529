/** Kernels that treat pairs of numbers, shapes broadcast. */
import { tf } from '../../core/tf';
import type { Dtype, Value } from '../graph';
import { scalar, binary, cast, comparison, unary, where } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

type Binary = Lowering<'a' | 'b'>;

const same =
  (op: string): Binary =>
  ({ a, b }) =>
    binary(op, a, b);

const asks =
  (op: string): Binary =>
  ({ a, b }) =>
    comparison(op, a, b);

const zero = (like: Value) => scalar(0, like.dtype);

/** The quotient rounded down, a whole number. */
const floorDiv: Binary = ({ a, b }) =>
  cast(unary('Floor', binary('Div', cast(a, 'float32'), cast(b, 'float32'))), 'int32');

/** The rest of that division: it has the sign of b. */
const mod: Binary = ({ a, b }) => {
  if (a.dtype === 'int32') return binary('Mod', a, b);
  const rest = { ...binary('Mod', a, b), attributes: { fmod: 1 } }; // of a's sign
  const strange = comparison('Less', binary('Mul', unary('Sign', rest), b), zero(b));
  return where(strange, binary('Add', rest, b), rest);
};

/** The angle of the point (b, a), from -π to π. */
const atan2: Binary = ({ a, b }) => {
  const upright = comparison('Equal', b, zero(b));
  const slope = binary('Div', a, where(upright, scalar(1), b));
  const half = where(comparison('Less', a, zero(a)), scalar(-Math.PI), scalar(Math.PI));
  const behind = comparison('Less', b, zero(b));
  const angle = binary('Add', unary('Atan', slope), where(behind, half, scalar(0)));
  return where(upright, binary('Mul', unary('Sign', a), scalar(Math.PI / 2)), angle);
};

const squaredDifference: Binary = ({ a, b }) => {
  const difference = binary('Sub', a, b);
  return binary('Mul', difference, difference);
};

const prelu: Lowering<'x' | 'alpha'> = ({ x, alpha }) =>
  where(comparison('Less', x, zero(x)), binary('Mul', x, alpha), x);

/** One of another type than the other is brought to the wider of both. */
const select: Lowering<'condition' | 't' | 'e'> = ({ condition, t, e }) => {
  const dtype = tf.upcastType(t.dtype as tf.DataType, e.dtype as tf.DataType) as Dtype;
  return where(condition, cast(t, dtype), cast(e, dtype));
};

const addAll: Lowering<string> = (terms) =>
  Object.values(terms).reduce((sum, term) => binary('Add', sum, term));

export const binaries = {
  Add: same('Add'),
  Maximum: same('Max'),
  Minimum: same('Min'),
  Multiply: same('Mul'),
  Pow: same('Pow'),
  RealDiv: same('Div'),
  Sub: same('Sub'),

  AddN: addAll,
  Atan2: atan2,
  FloorDiv: floorDiv,
  Mod: mod,
  Prelu: prelu,
  SquaredDifference: squaredDifference,

  Equal: asks('Equal'),
  Greater: asks('Greater'),
  GreaterEqual: asks('GreaterOrEqual'),
  Less: asks('Less'),
  LessEqual: asks('LessOrEqual'),
  LogicalAnd: asks('And'),
  LogicalOr: asks('Or'),
  LogicalXor: asks('Xor'),
  NotEqual: (({ a, b }) => unary('Not', comparison('Equal', a, b))) satisfies Binary,

  Select: select,
} satisfies Record<string, AnyLowering>;
