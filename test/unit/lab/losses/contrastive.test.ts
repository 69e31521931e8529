import { contrastive, defaults, variants } from '../../../../src/lab/losses/contrastive';
import { describeLoss } from '../../../support/describeLoss';
import { distanceOf, hinge, mean, partners } from '../../../support/plain';

describeLoss({
  name: 'contrastive',
  loss: contrastive,
  defaults,
  variants,
  settings: {
    'apart, raw': { reduction: 'apart', normalise: false, positiveMargin: 0.5, negativeMargin: 3 },
  },
  paper: { power: 2, positiveMargin: 0 },
  oracle: (x, y, options) => {
    const distance = distanceOf(options);
    const cost = (violation: number) => hinge(violation) ** options.power / options.power;
    const pull: number[] = [];
    const push: number[] = [];
    x.forEach((xi, i) => {
      const { positives, negatives } = partners(y, i);
      for (const j of positives) pull.push(cost(distance(xi, x[j]!) - options.positiveMargin));
      for (const j of negatives) push.push(cost(options.negativeMargin - distance(xi, x[j]!)));
    });
    const above = (terms: number[]) => terms.filter((term) => term > 0);
    return {
      mean: mean([...pull, ...push]),
      apart: mean(pull) + mean(push),
      nonzero: mean(above(pull)) + mean(above(push)),
    }[options.reduction];
  },
  known: [
    {
      name: 'three points on a line',
      x: [[0], [0.5], [0.75]],
      y: [0, 0, 1],
      options: { normalise: false },
      // ½ 0.5² of the positive pair, ½ (1 - 0.75)² and ½ (1 - 0.25)² of the negative ones
      value: (0.25 + 0.0625 + 0.5625) / 2 / 3,
    },
  ],
});
