import { zeroMean } from '../../../../src/lab/regularizers/zeroMean';
import { describeRegularizer } from '../../../support/describeLoss';
import { mean } from '../../../support/plain';

describeRegularizer({
  name: 'zeroMean',
  regularizer: zeroMean,
  defaults: {},
  paper: {},
  oracle: (x) => mean(x.map((row) => Math.abs(row.reduce((sum, value) => sum + value)))),
});
