import type { Prepare } from '../../src/lab/core/prepare';
import { tf, type Tensor2D } from '../../src/lab/core/tf';
import type { Call, Question } from './worker';

/** A large matrix product on the engine: part of what the machine's peak is measured by. */
export async function prepareMatMul(
  { size = 1024 }: Question,
  _folder: string,
  prepare: Prepare,
): Promise<Call> {
  const multiply = prepare(({ a, b }) => ({ product: tf.matMul(a as Tensor2D, b as Tensor2D) }));
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  return async () => {
    const { product } = await multiply({ a, b });
    await product!.data();
    product!.dispose();
    return undefined;
  };
}
