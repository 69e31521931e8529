import { tf } from '../../src/lab/core/tf';
import type { Call, Question } from './worker';

/** A large matrix product on the engine: part of what the machine's peak is measured by. */
export async function prepareMatMul({ size = 1024 }: Question): Promise<Call> {
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  return async () => {
    const product = tf.matMul(a, b);
    await product.data();
    product.dispose();
    return undefined;
  };
}
