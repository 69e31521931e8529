import { covariance, defaults } from '../../../../src/lab/regularizers/covariance';
import { describeRegularizer } from '../../../support/describeLoss';
import { mean, sum, unit } from '../../../support/plain';

describeRegularizer({
  name: 'covariance',
  regularizer: covariance,
  defaults,
  paper: {},
  settings: { 'as they are': { normalise: false } },
  oracle: (rows, { normalise }) => {
    const x = normalise ? rows.map(unit) : rows;
    const columns = x[0]!.map((_, at) => x.map((row) => row[at]!));
    const centred = columns.map((column) => column.map((value) => value - mean(column)));
    const entries = centred.flatMap((a, i) =>
      centred.map((b, j) => (mean(a.map((value, at) => value * b[at]!)) - Number(i === j)) ** 2),
    );
    return Math.sqrt(sum(entries));
  },
});
