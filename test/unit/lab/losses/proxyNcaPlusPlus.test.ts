import { defaults, proxyNcaPlusPlus } from '../../../../src/lab/losses/proxyNcaPlusPlus';
import { describeProxyLoss } from '../../../support/describeLoss';
import { mean, softmaxCrossEntropy, squaredEuclidean, unit } from '../../../support/plain';

describeProxyLoss({
  name: 'proxyNcaPlusPlus',
  loss: proxyNcaPlusPlus,
  defaults,
  settings: { 'scale 1': { scale: 1 } },
  paper: { scale: 9 },
  proxiesPerClass: () => 1,
  oracle: (x, y, { scale }, proxies) =>
    mean(
      x.map((xi, i) =>
        softmaxCrossEntropy(
          proxies.map((p) => -scale * squaredEuclidean(unit(xi), unit(p))),
          y[i]!,
        ),
      ),
    ),
});
