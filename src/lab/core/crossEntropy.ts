import { logSumExp } from './masked';
import { tf, type Tensor1D, type Tensor2D } from './tf';

/**
 * Cross-entropy of a softmax: -log of the share that the own class has. Does not overflow.
 * @param logits float32 [B, C]
 * @param own float32 [B, C], 1 in the column of each row's class, else 0
 * @returns float32 [B]
 */
export function crossEntropy(logits: Tensor2D, own: Tensor2D): Tensor1D {
  return logSumExp(logits, tf.onesLike(own)).sub(logits.mul(own).sum(1));
}
