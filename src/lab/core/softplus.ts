import type { Tensor } from './tf';

/** log(1 + exp(x)); does not overflow. */
export function softplus<T extends Tensor>(x: T): T {
  return x.relu().add(x.abs().neg().exp().log1p());
}
