import type { Tensor2D } from '../../../../src/lab/core/tf';
import { proxyNcaPlusPlus } from '../../../../src/lab/losses/proxyNcaPlusPlus';
import type { GoldenCase } from '../../../support/goldenIdea';

const compute: GoldenCase = (x, y, p, w) =>
  proxyNcaPlusPlus(x, y, w['proxies'] as Tensor2D, { scale: p['softmax_scale'] });

export const goldens: Record<string, GoldenCase> = { proxy_nca: compute, proxy_nca_s9: compute };
