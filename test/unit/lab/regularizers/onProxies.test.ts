import { centreInvariant } from '../../../../src/lab/regularizers/centreInvariant';
import { regularFace } from '../../../../src/lab/regularizers/regularFace';
import { spreadOut } from '../../../../src/lab/regularizers/spreadOut';
import { describeRegularizer } from '../../../support/describeLoss';
import { cosine, dot, mean, sum } from '../../../support/plain';

const plain = { defaults: {}, paper: {} };

describeRegularizer({
  ...plain,
  name: 'spreadOut',
  regularizer: spreadOut,
  oracle: (x) => sum(x.flatMap((a, i) => x.map((b, j) => (i === j ? 0 : cosine(a, b) ** 2)))) / x.length ** 2,
});

describeRegularizer({
  ...plain,
  name: 'regularFace',
  regularizer: regularFace,
  oracle: (x) =>
    x.length === 1
      ? 0
      : mean(x.map((a, i) => Math.max(...x.filter((_, j) => j !== i).map((b) => cosine(a, b))))),
});

describeRegularizer({
  ...plain,
  name: 'centreInvariant',
  regularizer: centreInvariant,
  oracle: (x) => {
    const squared = x.map((row) => dot(row, row));
    return mean(squared.map((value) => (value - mean(squared)) ** 2)) / 4;
  },
});
