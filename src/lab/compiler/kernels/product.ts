/** Products of matrices. */
import { tf } from '../../core/tf';
import type { Value } from '../graph';
import { matMul, node, transpose } from '../operators';
import type { AnyLowering, Lowering } from './lowering';

export const batchMatMul: Lowering<'a' | 'b', tf.BatchMatMulAttrs> = (
  { a, b },
  { transposeA, transposeB },
) => {
  const turned = (x: Value, turn: boolean) => {
    const axes = x.shape.map((_, axis) => axis);
    return turn ? transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]) : x;
  };
  const [left, right] = [turned(a, transposeA), turned(b, transposeB)];
  tf.util.assert(
    left.shape.at(-1) === right.shape.at(-2),
    () => `matMul: [${left.shape}] has as many columns as [${right.shape}] must have rows`,
  );
  return matMul(left, right);
};

/** 'ij,jk->ik' says all: which axes are multiplied, summed and kept. */
const einsum: Lowering<string, tf.EinsumAttrs> = (inputs, { equation }) => {
  const [from, to] = equation.replaceAll(' ', '').split('->') as [string, string];
  const values = Object.values(inputs);
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, values.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, values as unknown as tf.Tensor[]);
  const lengths = new Map(
    from.split(',').flatMap((axes, at) => [...axes].map((axis, each) => [axis, values[at]!.shape[each]!])),
  );
  const shape = Array.from(to, (axis) => lengths.get(axis)!);
  return node('Einsum', values, { shape, dtype: values[0]!.dtype }, { equation: `${from}->${to}` });
};

export const products = { BatchMatMul: batchMatMul, Einsum: einsum } satisfies Record<string, AnyLowering>;
