import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, supCon, variants } from '../../../../src/lab/losses/supCon';
import { describeLoss, rightAngle } from '../../../support/describeLoss';
import { cosine, mean, partners, sum } from '../../../support/plain';

describeLoss({
  name: 'supCon',
  loss: supCon,
  defaults,
  variants,
  settings: { 'sum, warm': { reduction: 'sum', temperature: 0.5 } },
  paper: { temperature: 0.1, form: 'out' },
  oracle: (x, y, { temperature, form, baseTemperature, reduction, oneClass }) => {
    if (!oneClass && new Set(y).size === 1) return 0;
    const terms = x.map((_, i) => {
      const { positives, negatives } = partners(y, i);
      if (positives.length === 0) return 0;
      const e = (k: number) => Math.exp(cosine(x[i]!, x[k]!) / temperature);
      const all = sum([...positives, ...negatives].map(e));
      const shares = positives.map((p) => e(p) / all);
      return form === 'in' ? -Math.log(mean(shares)) : -mean(shares.map(Math.log));
    });
    const above = terms.filter((term) => term > 0);
    return (
      (temperature / (baseTemperature ?? temperature)) *
      { mean: mean(terms), nonzero: mean(above), sum: sum(terms) }[reduction]
    );
  },
  known: [
    {
      name: 'two tight classes at right angles',
      ...rightAngle,
      value: Math.log(1 + 2 * Math.exp(-10)),
    },
  ],
});

describe('supCon', () => {
  it('refuses a form that there is not', () => {
    const options = { form: 'both' } as unknown as Partial<typeof defaults>;
    assert.throws(
      () => supCon(tf.ones([2, 2]), tf.tensor1d([0, 1], 'int32'), options),
      new LabError("supCon: form must be one of out, in; got 'both'"),
    );
  });
});
