import { defaults, repMet, variants } from '../../../../src/lab/losses/repMet';
import { describeProxyLoss } from '../../../support/describeLoss';
import { hinge, mean, softmaxCrossEntropy, squaredEuclidean, unit } from '../../../support/plain';

describeProxyLoss({
  name: 'repMet',
  loss: repMet,
  defaults,
  variants,
  settings: { 'one mode, no margin': { centres: 1, alpha: -10 }, 'wide modes': { centres: 2, sigma: 2 } },
  paper: { alpha: 0.5 },
  proxiesPerClass: ({ centres }) => centres,
  oracle: (x, y, { centres, sigma, alpha, squared, background, sharpness }, proxies) =>
    mean(
      x.map((xi, i) => {
        const own = y[i]!;
        const nearest = Array.from({ length: proxies.length / centres }, (_, c) =>
          Math.min(
            ...proxies
              .slice(c * centres, (c + 1) * centres)
              .map((mode) => squaredEuclidean(unit(xi), unit(mode))),
          ),
        );
        const logP = nearest.map((d) => -d / (2 * sigma ** 2));
        const p = logP.map(Math.exp);
        const term = background
          ? softmaxCrossEntropy(
              [1 - Math.max(...p), ...p].map((value) => sharpness * value),
              own + 1,
            )
          : softmaxCrossEntropy(logP, own);
        const d = squared ? nearest : nearest.map(Math.sqrt);
        return term + hinge(d[own]! - Math.min(...d.filter((_, c) => c !== own)) + alpha);
      }),
    ),
});
