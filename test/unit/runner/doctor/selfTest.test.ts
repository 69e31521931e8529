import assert from 'node:assert/strict';
import type { Prepare } from '../../../../src/lab/core/prepare';
import { passes, selfTest } from '../../../../src/runner/doctor/selfTest';
import { compiled } from '../../../support/compiled';

describe('The self-test of an engine', () => {
  /** An engine whose results of that name come out changed. */
  const changed =
    (wanted: string, factor: number): Prepare =>
    (f) =>
    async (inputs) =>
      Object.fromEntries(
        Object.entries(await compiled(f)(inputs)).map(([name, tensor]) => [
          name,
          name === wanted ? tensor.mul(factor) : tensor,
        ]),
      );

  it('finds a sound engine sound', async () => {
    const tested = await selfTest(compiled);
    assert.ok(passes(tested), JSON.stringify(tested));
    assert.ok(tested.stepMilliseconds > 0);
  });

  it('finds a loss that is off', async () => {
    const tested = await selfTest(changed('loss', 1.01));
    assert.ok(!passes(tested));
    assert.ok(Math.abs(tested.lossError - 0.01) < 1e-4);
    assert.ok(tested.gradientError < 1e-3);
  });

  it('finds a gradient that is off', async () => {
    assert.ok(!passes(await selfTest(changed('network/linear.weight', 1.01))));
    assert.ok(!passes(await selfTest(changed('network/linear.weight', NaN))));
  });
});
