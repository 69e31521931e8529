import { defaults, embeddingNorm, variants } from '../../../../src/lab/regularizers/embeddingNorm';
import { describeRegularizer } from '../../../support/describeLoss';
import { mean } from '../../../support/plain';

describeRegularizer({
  name: 'embeddingNorm',
  regularizer: embeddingNorm,
  defaults,
  variants,
  settings: { 'sum of sizes': { p: 1, power: 1 }, 'a cube': { p: 3, power: 1 } },
  paper: { p: 2, power: 2 },
  oracle: (x, { p, power }) =>
    mean(x.map((row) => row.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (power / p))),
});
