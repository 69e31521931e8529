import { defaults, smoothAp } from '../../../../src/lab/losses/smoothAp';
import { describeLoss } from '../../../support/describeLoss';
import { cosine, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'smoothAp',
  loss: smoothAp,
  defaults,
  settings: { warm: { temperature: 0.2 } },
  paper: { temperature: 0.01 },
  oracle: (x, y, { temperature }) => {
    const terms = x.flatMap((_, q) => {
      const { positives, negatives } = partners(y, q);
      const s = (i: number) => cosine(x[q]!, x[i]!);
      const rank = (i: number, among: number[]) =>
        1 + sum(among.filter((j) => j !== i).map((j) => 1 / (1 + Math.exp((s(i) - s(j)) / temperature))));
      const right = [q, ...positives];
      return positives.length > 0
        ? [1 - mean(right.map((i) => rank(i, right) / rank(i, [...right, ...negatives])))]
        : [];
    });
    return mean(terms);
  },
  known: [
    {
      name: 'a negative between the query and its positive, met from one side',
      x: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      y: [0, 0, 1],
      value: (1 - 2 / 3) / 2, // the query itself comes first, its positive third
    },
  ],
});
