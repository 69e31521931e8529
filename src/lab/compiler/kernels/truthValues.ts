import type { Value } from '../graph';
import { cast } from '../operators';
import { refusal, type Lowering } from './lowering';

/** Kernels that give 0 or 1 where that is what goes in: TensorFlow.js has a truth value again. */
const closed = new Set(['Abs', 'Max', 'Min', 'Multiply', 'Relu', 'Sign', 'Square']);

/** Kernels whose results are of a type of their own, whatever goes in. */
const counting = new Set([
  'ArgMax',
  'ArgMin',
  'Cumprod',
  'Cumsum',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
]);

/** Kernels that may give other numbers, which TensorFlow.js then has as truth values: 1 + 1 is a 2 among them. */
const open = new Set([
  'Add',
  'AddN',
  'BatchMatMul',
  'ClipByValue',
  'Einsum',
  'Mod',
  'Neg',
  'Pow',
  'RealDiv',
  'SquaredDifference',
  'Sub',
  'TopK',
]);

/** The kernel as it takes truth values, too: ONNX Runtime's arithmetic knows none, and gets the whole numbers 0 and 1. */
export function ofTruths(kernelName: string, lower: Lowering<string, object>): Lowering<string, object> {
  if (!closed.has(kernelName) && !counting.has(kernelName) && !open.has(kernelName)) return lower;
  return (inputs, attributes) => {
    const given = Object.entries(inputs);
    if (!given.some(([, { dtype }]) => dtype === 'bool')) return lower(inputs, attributes);
    if (open.has(kernelName)) {
      throw refusal(
        `${kernelName} of truth values (bool)`,
        'its results need not be any; make numbers of them first, by toFloat() or toInt()',
      );
    }
    const numbers = given.map(([name, value]) => [name, cast(value, 'int32')] as const);
    const result = lower(Object.fromEntries(numbers), attributes) as Value;
    return closed.has(kernelName) ? cast(result, 'bool') : result;
  };
}
