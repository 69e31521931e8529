import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { choice, withDefaults } from '../../../../src/lab/core/options';

const defaults = { gamma: 80, name: 'mean', epsilon: 0.1 as number | null, base: null as number | null };
const refused = (given: object, message: string) =>
  assert.throws(() => withDefaults('circle', defaults, given), new LabError(message));

describe('withDefaults', () => {
  it('puts what is given in the place of the defaults, and leaves out what is undefined', () => {
    const set = withDefaults('circle', defaults, { gamma: 64, name: undefined, epsilon: null }, ['epsilon']);
    assert.deepEqual(set, { gamma: 64, name: 'mean', epsilon: null, base: null });
  });

  it('refuses a name that there is not, inherited ones as well', () => {
    refused({ gama: 1 }, "circle: no option 'gama'; it has gamma, name, epsilon, base");
    refused({ toString: 1 }, "circle: no option 'toString'; it has gamma, name, epsilon, base");
  });

  it('refuses a value of another type, or that is no number', () => {
    refused({ gamma: '80' }, 'circle: gamma must be a finite number; got 80');
    refused({ gamma: NaN }, 'circle: gamma must be a finite number; got NaN');
    refused({ name: 3 }, 'circle: name must be a string; got 3');
    refused({ base: Infinity }, 'circle: base must be a finite number; got Infinity');
  });

  it('refuses null where it has no meaning', () => {
    refused({ gamma: null }, 'circle: gamma must be a finite number; got null');
    refused({ name: null }, 'circle: name must be a string; got null');
    assert.equal(
      withDefaults('circle', { ...defaults, base: 3 as number | null }, { base: null }, ['base']).base,
      null,
    );
    assert.equal(withDefaults('circle', defaults, { base: null }).base, null);
  });
});

describe('choice', () => {
  const table = { mean: 1, sum: 2 };

  it('takes the row that is named', () => assert.equal(choice('circle', 'reduction', table, 'sum'), 2));

  it('refuses a name that there is not', () => {
    assert.throws(
      () => choice('circle', 'reduction', table, 'constructor'),
      new LabError("circle: reduction must be one of mean, sum; got 'constructor'"),
    );
  });
});
