/** Products of matrices. */
import type { tf } from '../../core/tf';
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
  return matMul(turned(a, transposeA), turned(b, transposeB));
};

/** 'ij,jk->ik' says all: which axes are multiplied, summed and kept. */
const einsum: Lowering<string, tf.EinsumAttrs> = (inputs, { equation }) => {
  const [from, to] = equation.replaceAll(' ', '').split('->') as [string, string];
  const values = Object.values(inputs);
  const lengths = new Map(
    from.split(',').flatMap((axes, at) => [...axes].map((axis, each) => [axis, values[at]!.shape[each]!])),
  );
  const shape = Array.from(to, (axis) => lengths.get(axis)!);
  return node('Einsum', values, { shape, dtype: values[0]!.dtype }, { equation: `${from}->${to}` });
};

export const products = { BatchMatMul: batchMatMul, Einsum: einsum } satisfies Record<string, AnyLowering>;
