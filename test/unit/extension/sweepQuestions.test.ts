import assert from 'node:assert/strict';
import { sweepQuestions } from '../../../src/extension/runs/sweepQuestions';

describe('the questions before a sweep', () => {
  const questions = sweepQuestions(['circle', 'triplet'], { jobs: 2 });
  const titles = questions.map(({ title }) => title);
  const typed = (title: string, text: string) =>
    questions
      .find((question) => question.title === title)
      ?.typed?.choices(text)
      .map(({ label, value }) => [label, value]);

  it('are of variants only where there are several, and of no more runs at once than the machine bears', () => {
    assert.deepEqual(titles, ['Variants', 'Seeds', 'Folds', 'Search for settings', 'Runs at once']);
    assert.equal(sweepQuestions(['circle'], { jobs: 2 })[0]?.title, 'Seeds');
    assert.deepEqual(
      questions.at(-1)?.items.map(({ label }) => label),
      ['As many as suit this machine', '1', '2'],
    );
  });

  it('take a number that is typed', () => {
    assert.deepEqual(typed('Seeds', '7'), [['7 seeds', { seeds: 7 }]]);
    assert.deepEqual(typed('Seeds', '1'), [['1 seed', { seeds: 1 }]]);
    assert.deepEqual(typed('Folds', ' 3 '), [['3 folds', { folds: 3 }]]);
    assert.deepEqual(typed('Search for settings', '50'), [
      ['Random search, 50 trials', { search: 'random', trials: 50 }],
      ['Successive halving, 50 trials', { search: 'halving', trials: 50 }],
    ]);
    assert.deepEqual(typed('Runs at once', '16'), [['16', { jobs: 16 }]]);
  });

  it('take a list of seeds, each once', () => {
    assert.deepEqual(typed('Seeds', '0, 2,5 2'), [['Seeds 0, 2, 5', { seeds: [0, 2, 5] }]]);
  });

  it('take nothing else', () => {
    for (const text of ['', 'x', '5 seeds', '-1', '1.5', '0', '99999999999'])
      assert.deepEqual(typed('Seeds', text), [], text);
    assert.deepEqual(typed('Folds', '1'), []);
    assert.deepEqual(typed('Folds', '2, 3'), []);
    assert.deepEqual(typed('Runs at once', '0'), []);
    assert.equal(typed('Variants', '2'), undefined);
  });
});
