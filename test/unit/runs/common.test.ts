import assert from 'node:assert/strict';
import { Common } from '../../../src/runs/common';
import { extend, noHistory } from '../../../src/runs/history';
import { evaluation, sampleRecord, sampleResult } from './samples';

describe('what records have in common', () => {
  const read = <T>(value: T): T => JSON.parse(JSON.stringify(value));

  it('stands once, and says the same', () => {
    const common = new Common();
    const record = sampleRecord({ split: splitOf('a'), git: { commit: 'c', dirty: false } });
    const [one, other] = [common.record(read(record)), common.record(read(record))];
    assert.deepEqual(one, record);
    for (const part of ['experiment', 'config', 'split', 'versions', 'git'] as const)
      assert.equal(one[part], other[part]);
  });

  it('is shared part by part where the whole is another', () => {
    const common = new Common();
    const one = common.record(sampleRecord());
    const { config } = common.record(read({ ...one, config: { ...one.config, steps: 7 } }));
    assert.equal(config.steps, 7);
    assert.equal(config.loss, one.config.loss);
  });

  it('holds no more than it may, and still says the same', () => {
    const common = new Common();
    for (let at = 0; at < 10_000; at++) assert.deepEqual(common.of({ at }), { at });
  });

  it('are scores as well that result and history both have', () => {
    const history = extend(noHistory, evaluation(10, 0.25));
    const metrics = { ...sampleResult.metrics, validation: { 'MAP@R': 0.25 } };
    const { validation } = new Common().result({ ...sampleResult, metrics }, history).metrics;
    assert.equal(validation, history.evaluations[0]!.metrics);
    const other = new Common().result(sampleResult, history);
    assert.deepEqual(other, sampleResult);
  });
});

function splitOf(hash: string) {
  const sizes = { train: 1, validation: 1, test: 1 };
  return { hash, classes: sizes, images: sizes };
}
