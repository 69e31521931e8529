import { defaults, normalisedSoftmax } from '../../../../src/lab/losses/normalisedSoftmax';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, mean, softmaxCrossEntropy } from '../../../support/plain';

describeProxyLoss({
  name: 'normalisedSoftmax',
  loss: normalisedSoftmax,
  defaults,
  settings: { 'temperature 1': { temperature: 1 } },
  paper: { temperature: 0.05 },
  proxiesPerClass: () => 1,
  oracle: (x, y, { temperature }, proxies) =>
    mean(
      x.map((xi, i) =>
        softmaxCrossEntropy(
          proxies.map((p) => cosine(xi, p) / temperature),
          y[i]!,
        ),
      ),
    ),
});
