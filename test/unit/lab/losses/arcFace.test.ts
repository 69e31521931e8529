import assert from 'node:assert/strict';
import { tf } from '../../../../src/lab/core/tf';
import { arcFace, defaults, variants } from '../../../../src/lab/losses/arcFace';
import { describeProxyLoss } from '../../../support/describeLoss';
import { cosine, mean, softmaxCrossEntropy } from '../../../support/plain';

describeProxyLoss({
  name: 'arcFace',
  loss: arcFace,
  defaults,
  variants,
  settings: {
    'a wide margin, past π': { margin: 2, scale: 5 },
    'a wide margin, falling on': { margin: 2, scale: 5, monotone: true },
  },
  paper: { scale: 64, margin: 0.5 },
  proxiesPerClass: ({ centres }) => centres,
  oracle: (x, y, { scale, margin, centres, monotone }, proxies) =>
    mean(
      x.map((xi, i) => {
        const logits = Array.from({ length: proxies.length / centres }, (_, c) => {
          const s = Math.max(...proxies.slice(c * centres, (c + 1) * centres).map((p) => cosine(xi, p)));
          const angle = Math.acos(s) + (c === y[i] ? margin : 0);
          const past = monotone && angle > Math.PI;
          return scale * (past ? s - margin * Math.sin(margin) : Math.cos(angle));
        });
        return softmaxCrossEntropy(logits, y[i]!);
      }),
    ),
});

describe('arcFace', () => {
  it('has a finite slope where an embedding lies on its centre or opposite to it', () => {
    const x = tf.tensor2d([
      [1, 0],
      [-1, 0],
    ]);
    const y = tf.tensor1d([0, 0], 'int32');
    const proxies = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const slope = tf.grad((rows) => arcFace(rows.as2D(2, 2), y, proxies))(x);
    assert.ok([...slope.dataSync()].every(Number.isFinite));
  });
});
