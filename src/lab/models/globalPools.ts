import type { Tensor2D, Tensor4D } from '../core/tf';

const image = [1, 2];

/** One number of each channel, from the whole image: float32 [B, H, W, C] to [B, C]. */
export const globalPools = {
  average: (x: Tensor4D) => x.mean<Tensor2D>(image),
  max: (x: Tensor4D) => x.max<Tensor2D>(image),
  'average+max': (x: Tensor4D) => x.mean<Tensor2D>(image).add<Tensor2D>(x.max<Tensor2D>(image)),
};
