import { defaults, multiSimilarity, variants } from '../../../../src/lab/losses/multiSimilarity';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { cosine, mean, partners } from '../../../support/plain';

describeLoss({
  name: 'multiSimilarity',
  loss: multiSimilarity,
  defaults,
  variants,
  paper: { alpha: 2, beta: 50, lambda: 1, epsilon: 0.1 },
  oracle: (x, y, { alpha, beta, lambda, epsilon }, at) =>
    mean(
      x.map((xi, i) => {
        const slack = epsilon ?? Infinity;
        const { positives, negatives } = partners(y, i);
        const similarity = (j: number) => cosine(at[i]!, at[j]!);
        const hardestNegative = Math.max(...negatives.map(similarity));
        const hardestPositive = Math.min(...positives.map(similarity));
        let [pull, push] = [1, 1];
        for (const j of positives) {
          const mined = epsilon === null || similarity(j) < hardestNegative + slack;
          if (mined) pull += Math.exp(-alpha * (cosine(xi, x[j]!) - lambda));
        }
        for (const j of negatives) {
          const mined = epsilon === null || similarity(j) > hardestPositive - slack;
          if (mined) push += Math.exp(beta * (cosine(xi, x[j]!) - lambda));
        }
        return Math.log(pull) / alpha + Math.log(push) / beta;
      }),
    ),
  known: [
    {
      name: 'two tight, orthogonal classes, without mining',
      ...rightAngle,
      options: { epsilon: null },
      value: Math.log(2) / 2,
    },
    {
      name: 'the same with mining: no pair is hard',
      ...rightAngle,
      value: 0,
    },
  ],
});
