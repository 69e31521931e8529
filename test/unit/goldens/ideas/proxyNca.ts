import type { Tensor, Tensor2D } from '../../../../src/lab/core/tf';
import { proxyNca } from '../../../../src/lab/losses/proxyNca';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

const proxies = (w: Readonly<Record<string, Tensor>>) => w['proxies'] as Tensor2D;
const softmax = (p: Params) => ({ scale: p['softmax_scale'], ownInDenominator: true });

export const goldens: Record<string, GoldenCase> = {
  proxy_nca: (x, y, p, w) => proxyNca(x, y, proxies(w), softmax(p)),
  proxy_nca_s9: (x, y, p, w) => proxyNca(x, y, proxies(w), softmax(p)),
  paper_proxy_nca: (x, y, _p, w) => proxyNca(x, y, proxies(w)),
};
