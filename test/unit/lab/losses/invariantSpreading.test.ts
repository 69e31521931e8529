import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { tf } from '../../../../src/lab/core/tf';
import { defaults, invariantSpreading, variants } from '../../../../src/lab/losses/invariantSpreading';
import { describeLoss } from '../../../support/describeLoss';
import { cosine, partners, sum, type Rows } from '../../../support/plain';

const complement = (p: number) => -Math.log(Math.max(1 - Math.min(p, 1), 1e-7));

const forms: Record<
  typeof defaults.form,
  (x: Rows, y: readonly number[], temperature: number, at: Rows) => number
> = {
  paper(x, y, temperature) {
    const originals = y.flatMap((image, i) => (y.indexOf(image) === i ? [i] : []));
    const weight = (i: number, k: number) => Math.exp(cosine(x[k]!, x[i]!) / temperature);
    const p = (i: number, k: number) => weight(i, k) / sum(originals.map((other) => weight(i, other)));
    const terms = x.map((_, i) =>
      originals.includes(i)
        ? sum(originals.filter((k) => k !== i).map((k) => complement(p(i, k))))
        : -Math.log(p(i, y.indexOf(y[i]!))),
    );
    return sum(terms) / originals.length;
  },
  authors(x, y, temperature, at) {
    const weight = (i: number, k: number) => Math.exp(cosine(x[i]!, at[k]!) / temperature);
    const terms = x.map((_, i) => {
      const { positives, negatives } = partners(y, i);
      const all = sum([...positives, ...negatives].map((k) => weight(i, k)));
      return (
        sum(positives.map((k) => -Math.log(weight(i, k) / all))) +
        sum(negatives.map((k) => complement(weight(i, k) / all)))
      );
    });
    return sum(terms) / x.length;
  },
};

describeLoss({
  name: 'invariantSpreading',
  loss: invariantSpreading,
  takesReference: false,
  defaults,
  variants,
  settings: { warm: { temperature: 1 }, 'warm, of the authors': { temperature: 1, form: 'authors' } },
  paper: { temperature: 0.1 },
  oracle: (x, y, { temperature, form }, at) => forms[form](x, y, temperature, at),
});

describe('invariantSpreading', () => {
  it('refuses a form that there is not', () => {
    assert.throws(
      () => invariantSpreading(tf.ones([2, 5]), tf.tensor1d([0, 0], 'int32'), { form: 'code' as 'paper' }),
      new LabError("invariantSpreading: form must be one of paper, authors; got 'code'"),
    );
  });
});
