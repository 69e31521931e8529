import { cosFace, defaults } from '../../../../src/lab/losses/cosFace';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, mean, softmaxCrossEntropy } from '../../../support/plain';

describeProxyLoss({
  name: 'cosFace',
  loss: cosFace,
  defaults,
  settings: { 'no margin': { margin: 0, scale: 10 } },
  paper: { scale: 64, margin: 0.35 },
  proxiesPerClass: () => 1,
  oracle: (x, y, { scale, margin }, proxies) =>
    mean(
      x.map((xi, i) => {
        const logits = proxies.map((p, c) => scale * (cosine(xi, p) - (c === y[i] ? margin : 0)));
        return softmaxCrossEntropy(logits, y[i]!);
      }),
    ),
});
