import { tf, type Tensor2D } from '../../../../src/lab/core/tf';
import { manifold } from '../../../../src/lab/losses/manifold';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  // Its groups are by row, i mod K.
  manifold: (x, _y, p, w) => {
    const proxies = w['proxies'] as Tensor2D;
    const groups = Int32Array.from({ length: x.shape[0] }, (_, i) => i % proxies.shape[0]);
    return manifold(x, tf.tensor1d(groups), proxies, {
      alpha: p['alpha'],
      margin: p['margin'],
      context: p['lambdaC'],
    });
  },
};
