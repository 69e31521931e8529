import type { Random } from '../core/random';
import { tf, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from '../core/tf';
import { xavierUniform } from './initialise';
import { initialiseLinear, linear } from './linear';
import type { Tensors } from './model';

/** Fresh weights of self-attention: `<name>.qkv.weight` [C, 3 C], `<name>.out.weight` [C, C], and biases, 0. */
export function initialiseAttention(name: string, width: number, rng: Random): Record<string, Tensor> {
  return {
    [`${name}.qkv.weight`]: xavierUniform([width, 3 * width], rng),
    [`${name}.qkv.bias`]: tf.zeros([3 * width]),
    ...initialiseLinear(`${name}.out`, width, width, rng),
  };
}

/**
 * Self-attention of several heads: each row becomes a mean of all rows, weighed by how alike they are.
 *
 *     softmax(Q Kᵀ / √d) V   for each head, of d = C / heads columns; side by side, through a linear layer
 *
 * @paper vaswani2017attention, section 3.2. O(T²) memory for each image and head.
 * @param x float32 [B, T, C]
 */
export function selfAttention(x: Tensor3D, heads: number, name: string, weights: Tensors): Tensor3D {
  const [batch, rows, width] = x.shape;
  const columns = width / heads;
  const joint = linear(x.reshape<Tensor2D>([batch * rows, width]), `${name}.qkv`, weights);
  const [q, k, v] = tf.unstack(
    joint.reshape([batch, rows, 3, heads, columns]).transpose([2, 0, 3, 1, 4]),
  ) as [Tensor4D, Tensor4D, Tensor4D]; // [B, heads, T, d] each
  const alike = tf.softmax(tf.matMul(q.div<Tensor4D>(Math.sqrt(columns)), k, false, true));
  const mixed = tf.matMul(alike, v).transpose([0, 2, 1, 3]);
  return linear(mixed.reshape([batch * rows, width]), `${name}.out`, weights).reshape([batch, rows, width]);
}
