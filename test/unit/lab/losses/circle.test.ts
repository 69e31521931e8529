import { circle, defaults, variants } from '../../../../src/lab/losses/circle';
import { describeLoss } from '../../../support/describeLoss';
import { cosine, hinge, mean, partners, sum } from '../../../support/plain';

const { batch, ...perAnchor } = variants;

const logSumExp = (values: number[]) => {
  const largest = Math.max(...values);
  return values.length === 0
    ? -Infinity
    : largest + Math.log(sum(values.map((value) => Math.exp(value - largest))));
};

describeLoss({
  name: 'circle',
  loss: circle,
  defaults,
  variants: perAnchor,
  settings: { mild: { gamma: 4, margin: 0.1 }, batch: { ...batch, gamma: 8 } },
  paper: { margin: 0.4, gamma: 80 },
  oracle: (x, y, { margin, gamma, reduction }, at) => {
    const pull = (i: number, j: number) =>
      -gamma * hinge(1 + margin - cosine(at[i]!, at[j]!)) * (cosine(x[i]!, x[j]!) - 1 + margin);
    const push = (i: number, j: number) =>
      gamma * hinge(cosine(at[i]!, at[j]!) + margin) * (cosine(x[i]!, x[j]!) - margin);
    const term = (pulls: number[], pushes: number[]) => {
      const exponent = logSumExp(pulls) + logSumExp(pushes);
      return hinge(exponent) + Math.log1p(Math.exp(-Math.abs(exponent)));
    };
    const anchors = x.map((_, i) => {
      const { positives, negatives } = partners(y, i);
      return { pulls: positives.map((j) => pull(i, j)), pushes: negatives.map((j) => push(i, j)) };
    });
    if (reduction === 'batch') {
      const once = (of: (i: number, j: number) => number, same: boolean) =>
        x.flatMap((_, i) => x.flatMap((__, j) => (j < i && (y[i] === y[j]) === same ? [of(i, j)] : [])));
      return term(once(pull, true), once(push, false));
    }
    const terms = anchors
      .filter(({ pulls, pushes }) => pulls.length > 0 && pushes.length > 0)
      .map(({ pulls, pushes }) => term(pulls, pushes));
    return mean(reduction === 'nonzero' ? terms.filter((value) => value > 0) : terms);
  },
});
