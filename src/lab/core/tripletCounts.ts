import { detached } from './detached';
import type { PairMasks } from './pairs';
import { tf, type Tensor, type Tensor2D } from './tf';

/** Numbers held at once: triplets are gone through in blocks, for all of them would be B·M². */
const blockSize = 2 ** 20;

/**
 * Of how many of the triplets kept each pair is part. A triplet is a positive pair and a negative pair of one anchor.
 * @param distance float32 [B, M]; counts have no slope towards it
 * @param keep given d_an [B, M], d_ap of a few positives [B, P] and the column of the first: 1 for the triplets kept,
 *   float32 [B, P, M]
 * @returns float32 [B, M] each, whole numbers
 */
export function countTriplets(
  distance: Tensor2D,
  { positive, negative }: PairMasks,
  keep: (all: Tensor2D, near: Tensor2D, at: number) => Tensor,
): PairMasks {
  const [rows, columns] = distance.shape;
  const width = Math.max(1, Math.floor(blockSize / (rows * columns)));
  const starts = Array.from({ length: Math.ceil(columns / width) }, (_, block) => block * width);
  /** The triplets of one block of positives: float32 [B, P, M]. */
  const block = (d: Tensor2D, at: number) => {
    const size = Math.min(width, columns - at);
    const part = (x: Tensor2D) => x.slice([0, at], [rows, size]);
    return keep(d, part(d), at).mul(part(positive).expandDims(2)).mul(negative.expandDims(1));
  };
  // Without a scope of its own each block would be held until the last is done.
  const sums = (d: Tensor2D, axis: number) =>
    starts.map((at) => tf.tidy(() => block(d, at).sum<Tensor2D>(axis)));
  return {
    positive: detached((d: Tensor2D): Tensor2D => tf.concat(sums(d, 2), 1))(distance),
    negative: detached((d: Tensor2D): Tensor2D => tf.addN(sums(d, 1)))(distance),
  };
}
