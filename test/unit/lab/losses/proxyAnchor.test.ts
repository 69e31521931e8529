import { defaults, proxyAnchor } from '../../../../src/lab/losses/proxyAnchor';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, mean, sum } from '../../../support/plain';

describeProxyLoss({
  name: 'proxyAnchor',
  loss: proxyAnchor,
  defaults,
  settings: { 'soft, without margin': { alpha: 4, delta: 0 } },
  paper: { alpha: 32, delta: 0.1 },
  proxiesPerClass: () => 1,
  oracle: (x, y, { alpha, delta }, proxies) => {
    const terms = proxies.map((p, c) => {
      const side = (own: boolean, term: (s: number) => number) =>
        sum(x.filter((_, i) => (y[i] === c) === own).map((xi) => Math.exp(alpha * term(cosine(xi, p)))));
      return {
        pull: Math.log(1 + side(true, (s) => delta - s)),
        push: Math.log(1 + side(false, (s) => delta + s)),
      };
    });
    const present = terms.filter((_, c) => y.includes(c));
    return mean(present.map(({ pull }) => pull)) + mean(terms.map(({ push }) => push));
  },
});
