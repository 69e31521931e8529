import { defaults, similarityContrastive } from '../../../../src/lab/losses/similarityContrastive';
import { describeLoss } from '../../../support/describeLoss';
import { cosine, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'similarityContrastive',
  loss: similarityContrastive,
  defaults,
  settings: { 'negatives from 0.1 on': { lambda: 0.1 } },
  paper: { lambda: 0.5 },
  oracle: (x, y, { lambda }, at) =>
    sum(
      x.flatMap((xi, i) => {
        const { positives, negatives } = partners(y, i);
        const near = negatives.filter((j) => cosine(at[i]!, at[j]!) > lambda);
        return [...positives.map((j) => 1 - cosine(xi, x[j]!)), ...near.map((j) => cosine(xi, x[j]!))];
      }),
    ) / x.length,
});
