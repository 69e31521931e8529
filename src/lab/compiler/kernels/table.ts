import { arrangement } from './arrangement';
import { binaries } from './binary';
import { convolutions } from './convolution';
import { fused } from './fused';
import { indexing } from './indexing';
import type { AnyLowering } from './lowering';
import { poolings } from './pooling';
import { products } from './product';
import { reduction } from './reduction';
import { unaries } from './unary';

/** What can be compiled: TensorFlow.js's kernels by their names. */
export const lowerings = {
  ...arrangement,
  ...binaries,
  ...convolutions,
  ...fused,
  ...indexing,
  ...poolings,
  ...products,
  ...reduction,
  ...unaries,
} satisfies Record<string, AnyLowering>;
