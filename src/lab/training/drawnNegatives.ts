import type { Random } from '../core/random';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import type { Tensors } from '../models/model';
import { drawn } from '../miners/distanceWeighted';

/** The noise of negatives drawn anew each step: `uniform`, float32 [draws, B]. */
export function noiseOfDraws(draws: number, batch: number, rng: Random): Tensors {
  const values = Float32Array.from({ length: draws * batch }, () => rng.uniform());
  return { uniform: tf.tensor2d(values, [draws, batch]) };
}

/**
 * 1 for positive pairs and for the negative pairs drawn: float32 [B, B]. One drawn twice counts once.
 * @param probabilities float32 [B, B], of each anchor's draws
 */
export function withDrawn(positive: Tensor2D, probabilities: Tensor2D, noise: Tensors): Tensor2D {
  const masks = tf.unstack(noise['uniform']!).map((row): Tensor => drawn(probabilities, row as Tensor1D));
  return masks.reduce((any, next) => any.maximum(next), positive as Tensor) as Tensor2D;
}
