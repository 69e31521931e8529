import assert from 'node:assert/strict';
import { extend, noHistory } from '../../../src/runs/history';
import { runState, type Observer } from '../../../src/runs/state';
import { at, sampleResult, start } from './samples';

const minute = 60_000;
const began = Date.parse(at(0));

describe('the state of a run', () => {
  const machine = (change: Partial<Observer> = {}): Observer => ({
    host: 'here',
    now: began + minute,
    bootedAt: began - minute,
    isAlive: (pid) => pid === 7,
    ...change,
  });
  const state = (events: Parameters<typeof extend>[1][], observer = machine(), lastWrite = began) =>
    runState({ history: events.reduce(extend, noHistory), result: null, lastWrite }, observer);
  const end = (how: 'finished' | 'stopped' | 'failed') =>
    ({ type: 'end', at: at(1), step: 1, state: how }) as const;

  it('is running while its process lives', () => assert.equal(state([start(0)]), 'running'));
  it('is interrupted when its process is gone', () => assert.equal(state([start(0, 0, 8)]), 'interrupted'));
  it('is what its end says', () => {
    for (const how of ['finished', 'stopped', 'failed'] as const) {
      assert.equal(state([start(0), end(how)]), how);
    }
  });
  it('runs again after a stop', () => assert.equal(state([start(0), end('stopped'), start(1)]), 'running'));
  it('is finished with its result, even if it was killed before the end line', () => {
    const history = extend(noHistory, start(0, 0, 8));
    assert.equal(runState({ history, result: sampleResult, lastWrite: began }, machine()), 'finished');
  });
  it('does not take a process that came after a restart of the machine for its own', () =>
    assert.equal(state([start(0)], machine({ bootedAt: began + 5 * minute })), 'interrupted'));
  it('does not trust a living process number for ever', () =>
    assert.equal(state([start(0)], machine({ now: began + 61 * minute })), 'interrupted'));
  it('judges another machine by its silence', () => {
    const far = [start(0, 0, 7, 'there')];
    assert.equal(state(far, machine({ now: began + 14 * minute })), 'running');
    assert.equal(state(far, machine({ now: began + 16 * minute })), 'interrupted');
  });
  it('judges a run without a start by its silence', () => {
    assert.equal(state([]), 'running');
    assert.equal(state([], machine(), began - 60 * minute), 'interrupted');
  });
});
