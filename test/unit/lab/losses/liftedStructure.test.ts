import { defaults, liftedStructure, variants } from '../../../../src/lab/losses/liftedStructure';
import { describeLoss } from '../../../support/describeLoss';
import { distanceOf, hinge, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'liftedStructure',
  loss: liftedStructure,
  defaults,
  variants,
  paper: { margin: 1, distance: 'euclidean', normalise: false },
  oracle: (x, y, options) => {
    const d = (i: number, j: number) => distanceOf(options)(x[i]!, x[j]!);
    const ofNegatives = (i: number) =>
      sum(partners(y, i).negatives.map((k) => Math.exp(options.margin - d(i, k))));
    const terms = x.flatMap((_, i) =>
      partners(y, i).positives.map(
        (j) => hinge(Math.log(ofNegatives(i) + ofNegatives(j)) + d(i, j)) ** 2 / 2,
      ),
    );
    return mean(terms);
  },
  known: [
    {
      name: 'three points on a line: negatives at 2 and at 1, the positive at 1',
      x: [[0], [1], [2]],
      y: [0, 0, 1],
      value: (Math.log(Math.exp(-1) + 1) + 1) ** 2 / 2,
    },
  ],
});
