import { defaults, nPair, variants } from '../../../../src/lab/losses/nPair';
import { describeLoss } from '../../../support/describeLoss';
import { distanceOf, mean, squaredEuclidean } from '../../../support/plain';

describeLoss({
  name: 'nPair',
  loss: nPair,
  defaults,
  variants,
  paper: { l2: 0.02, distance: 'dotProduct', normalise: false },
  oracle: (x, y, options) => {
    const logit = (i: number, j: number) => -distanceOf(options)(x[i]!, x[j]!);
    const pairs = [...new Set(y)]
      .map((label) => y.flatMap((each, i) => (each === label ? [i] : [])))
      .flatMap(([anchor, positive]) => (positive === undefined ? [] : [[anchor!, positive] as const]));
    const terms = pairs.map(([a, p]) => {
      const others = pairs.filter(([anchor]) => anchor !== a);
      return Math.log1p(others.reduce((sum, [, n]) => sum + Math.exp(logit(a, n) - logit(a, p)), 0));
    });
    const origin = x[0]!.map(() => 0);
    return mean(terms) + options.l2 * mean(x.map((row) => squaredEuclidean(row, origin)));
  },
  known: [
    {
      name: 'two pairs at right angles, and a third sample of a class that no pair has',
      x: [
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
        [5, 5],
      ],
      y: [0, 1, 0, 1, 0],
      options: { l2: 0 },
      value: Math.log(1 + Math.exp(-1)),
    },
  ],
});
