import { bothNormalised } from '../core/normalised';
import { choice } from '../core/options';
import { tf, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from './cosineSimilarity';
import { dotProduct } from './dotProduct';
import { euclideanDistance } from './euclideanDistance';
import { signalToNoise } from './signalToNoise';
import { squaredEuclideanDistance } from './squaredEuclideanDistance';

/**
 * Distances that a loss lets one choose from; in all of them small is near. `cosine` is 1 - similarity, `dotProduct` is
 * minus the product; `signalToNoise` takes the anchor for the signal.
 */
export type DistanceName = 'euclidean' | 'squaredEuclidean' | 'cosine' | 'dotProduct' | 'signalToNoise';

const table: Readonly<Record<DistanceName, (a: Tensor2D, b: Tensor2D) => Tensor2D>> = {
  euclidean: euclideanDistance,
  squaredEuclidean: squaredEuclideanDistance,
  cosine: (a, b) => tf.sub(1, cosineSimilarity(a, b)),
  dotProduct: (a, b) => dotProduct(a, b).neg(),
  signalToNoise,
};

/**
 * The distance that an option of the loss `idea` names, of every row of `a` to every row of `b`.
 * @internal
 * @param normalise whether rows are brought to length 1 first
 * @param a float32 [A, D]
 * @param b float32 [B, D]
 * @returns float32 [A, B], small is near
 * @throws LabError on an unknown name
 */
export function pairwiseDistance(
  idea: string,
  { distance, normalise }: { readonly distance: DistanceName; readonly normalise: boolean },
  a: Tensor2D,
  b: Tensor2D,
): Tensor2D {
  const between = choice(idea, 'distance', table, distance);
  return between(...(normalise ? bothNormalised(a, b) : ([a, b] as const)));
}
