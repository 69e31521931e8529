import { arrangement } from './arrangement';
import { elementwise } from './elementwise';
import type { AnyLowering } from './lowering';
import { reduction } from './reduction';
import { window } from './window';

/** What can be compiled: TensorFlow.js's kernels by their names. */
export const lowerings = {
  ...arrangement,
  ...elementwise,
  ...reduction,
  ...window,
} satisfies Record<string, AnyLowering>;
