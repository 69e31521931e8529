import { defaults, ntXent, variants } from '../../../../src/lab/losses/ntXent';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { cosine, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'ntXent',
  loss: ntXent,
  defaults,
  variants,
  settings: { 'very cold': { temperature: 0.005, otherPositives: false } },
  paper: { temperature: 0.1, otherPositives: true },
  oracle: (x, y, { temperature, otherPositives }) =>
    mean(
      x.flatMap((_, i) => {
        const { positives, negatives } = partners(y, i);
        const s = (k: number) => cosine(x[i]!, x[k]!) / temperature;
        return positives.map((j) => {
          const kept = [...negatives, ...(otherPositives ? positives : [j])];
          return Math.log(sum(kept.map((k) => Math.exp(s(k) - s(j)))));
        });
      }),
    ),
  known: [
    {
      name: 'two images in two views each, at right angles',
      ...rightAngle,
      options: { temperature: 0.5 },
      value: Math.log(1 + 2 * Math.exp(-2)),
    },
  ],
});
