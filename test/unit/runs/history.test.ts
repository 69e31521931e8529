import assert from 'node:assert/strict';
import { bestValidation, extend, keptEvents, noHistory, untrained } from '../../../src/runs/history';
import { at, evaluation, start, step } from './samples';

describe('the history of a run', () => {
  const lines = [
    start(0),
    evaluation(0, 0.1, { split: 'test' }),
    evaluation(0, 0.2, { best: true }),
    step(5, 5),
    evaluation(5, 0.6, { best: true }),
    step(9, 9),
    evaluation(10, 0.9, { best: true }),
    start(5, 100),
    step(6, 101),
  ];

  it('drops the lines of a lost attempt when the next one starts earlier', () => {
    const kept = keptEvents(lines).map((event) => `${event.type} ${event.step}`);
    assert.deepEqual(kept, [
      'start 0',
      'evaluation 0',
      'evaluation 0',
      'step 5',
      'evaluation 5',
      'start 5',
      'step 6',
    ]);
    const history = lines.reduce(extend, noHistory);
    assert.equal(history.step, 6);
    assert.deepEqual(bestValidation(history), { step: 5, metrics: { 'MAP@R': 0.6 } });
    assert.deepEqual(untrained(history), { 'MAP@R': 0.1 });
  });

  it('replaces an evaluation that was made again', () => {
    const again = [evaluation(5, 0.1), evaluation(5, 0.2, { split: 'test' }), evaluation(5, 0.3)];
    assert.deepEqual(keptEvents(again), again.slice(1));
    const history = again.reduce(extend, noHistory);
    assert.deepEqual(
      history.evaluations.map(({ split, step, metrics }) => [split, step, metrics['MAP@R']]),
      [
        ['test', 5, 0.2],
        ['validation', 5, 0.3],
      ],
    );
  });

  it('adds up the time of the attempts without the pause between them', () => {
    assert.equal(lines.reduce(extend, noHistory).seconds, 10 + 1);
  });

  it('forgets an end when a later attempt starts', () => {
    const stopped = [start(0), { type: 'end', at: at(1), step: 0, state: 'stopped' } as const];
    assert.equal(stopped.reduce(extend, noHistory).end?.state, 'stopped');
    assert.equal([...stopped, start(0)].reduce(extend, noHistory).end, null);
  });
});
