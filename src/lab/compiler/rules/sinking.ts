import { sameShape, sizeOf, uniform, type Node, type Value } from '../graph';
import { inverse, reduce, reshape, scalar, transpose } from '../operators';
import { arithmetic, comparisons, isOp, permOf, reductions, unaries, type Rule } from './rule';

/** Transpositions sink towards the outputs, past whatever treats all numbers alike, until they meet their inverse. */
export const sinking: readonly Rule[] = [
  {
    law: 'f(transpose(x)) = transpose(f(x))',
    ops: unaries,
    rewrite(out) {
      const [x] = out.inputs as [Value];
      if (!isOp(x, 'Transpose')) return null;
      const [below] = x.inputs as [Value];
      return transpose({ ...out, inputs: [below], shape: below.shape }, permOf(x));
    },
  },
  {
    law: 'transpose(a) + b = transpose(a + untranspose(b)), where b is small or transposed alike',
    ops: [...arithmetic, ...comparisons, 'Where'],
    rewrite: sunkBelow,
  },
  {
    law: 'Σ transpose(x) = transpose(Σ x), over the axes as they were',
    ops: reductions,
    rewrite(out) {
      const [x, along] = out.inputs as [Value, Value];
      if (!isOp(x, 'Transpose') || along.kind !== 'constant') return null;
      const perm = permOf(x);
      const axes = Array.from(along.values, Number);
      const keep = out.attributes['keepdims'] === 1;
      const below = reduce(
        out.op,
        x.inputs[0]!,
        axes.map((axis) => perm[axis]!).sort((a, b) => a - b),
        keep,
      );
      if (keep) return transpose(below, perm);
      const left = perm.filter((_, axis) => !axes.includes(axis));
      const places = [...left].sort((a, b) => a - b);
      return transpose(
        below,
        left.map((axis) => places.indexOf(axis)),
      );
    },
  },
];

function sunkBelow(out: Node): Value | null {
  const turned = out.inputs.find(
    (input): input is Node => isOp(input, 'Transpose') && sameShape(input.shape, out.shape),
  );
  if (!turned) return null;
  const perm = permOf(turned);
  const back = inverse(perm);
  const shape = back.map((axis) => out.shape[axis]!);
  const inputs = out.inputs.map((input) => untransposed(input, perm, back, out.shape));
  if (inputs.some((input) => input === null)) return null;
  return transpose({ ...out, inputs: inputs as Value[], shape }, perm);
}

/** The operand as it stands before the transposition; null where that would move many numbers. */
function untransposed(
  input: Value,
  perm: readonly number[],
  back: readonly number[],
  shape: readonly number[],
): Value | null {
  if (isOp(input, 'Transpose') && String(permOf(input)) === String(perm)) return input.inputs[0]!;
  const number = uniform(input);
  if (number !== undefined) return scalar(number, input.dtype);
  if (sizeOf(input.shape) * 2 > sizeOf(shape)) return null;
  const ones = shape.slice(input.shape.length).map(() => 1);
  return transpose(reshape(input, [...ones, ...input.shape]), back);
}
