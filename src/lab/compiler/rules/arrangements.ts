import { sameShape, type Value } from '../graph';
import { reshape, transpose } from '../operators';
import { isOp, permOf, type Rule } from './rule';

/** Where the numbers stand. */
export const arrangements: readonly Rule[] = [
  {
    law: 'reshape(x) = x where it has the shape already',
    ops: ['Reshape'],
    rewrite: ({ inputs: [x], shape }) => (sameShape(x!.shape, shape) ? x! : null),
  },
  {
    law: 'reshape(reshape(x)) = reshape(x)',
    ops: ['Reshape'],
    rewrite: ({ inputs: [x], shape }) => (isOp(x!, 'Reshape') ? reshape(x.inputs[0]!, shape) : null),
  },
  {
    law: 'slice(x) = x where it is all of x',
    ops: ['Slice'],
    rewrite: ({ inputs: [x], shape }) => (sameShape(x!.shape, shape) ? x! : null),
  },
  {
    law: 'a transposition that moves only axes of length 1 is a reshape',
    ops: ['Transpose'],
    rewrite(out) {
      const long = permOf(out).filter((axis) => out.inputs[0]!.shape[axis] !== 1);
      return long.every((axis, at) => at === 0 || axis > long[at - 1]!)
        ? reshape(out.inputs[0]!, out.shape)
        : null;
    },
  },
  {
    law: 'transpose(transpose(x, p), q) = transpose(x, p[q])',
    ops: ['Transpose'],
    rewrite(out) {
      const [x] = out.inputs as [Value];
      if (!isOp(x, 'Transpose')) return null;
      const first = permOf(x);
      return transpose(
        x.inputs[0]!,
        permOf(out).map((axis) => first[axis]!),
      );
    },
  },
];
