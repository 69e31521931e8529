import type { Tensor2D } from '../../../../src/lab/core/tf';
import { proxyAnchor } from '../../../../src/lab/losses/proxyAnchor';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  proxy_anchor: (x, y, p, w) =>
    proxyAnchor(x, y, w['proxies'] as Tensor2D, { alpha: p['alpha'], delta: p['margin'] }),
};
