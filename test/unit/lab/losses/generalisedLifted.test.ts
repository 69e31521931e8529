import { defaults, generalisedLifted, variants } from '../../../../src/lab/losses/generalisedLifted';
import { describeLoss } from '../../../support/describeLoss';
import { distanceOf, hinge, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'generalisedLifted',
  loss: generalisedLifted,
  defaults,
  variants,
  paper: { margin: 1, distance: 'euclidean', normalise: false },
  oracle: (x, y, options) => {
    const d = (i: number, j: number) => distanceOf(options)(x[i]!, x[j]!);
    const log = (terms: number[]) =>
      terms.length > 0 ? Math.log(sum(terms)) : options.oneSided ? 0 : -Infinity;
    return mean(
      x.map((_, a) => {
        const { positives, negatives } = partners(y, a);
        const pull = log(positives.map((p) => Math.exp(d(a, p))));
        return hinge(pull + log(negatives.map((n) => Math.exp(options.margin - d(a, n)))));
      }),
    );
  },
  known: [
    {
      name: 'three points on a line: hinges of 1 + 1 - 2, of 1 + 1 - 1, and none',
      x: [[0], [1], [2]],
      y: [0, 0, 1],
      value: 1 / 3,
    },
  ],
});
