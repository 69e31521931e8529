import assert from 'node:assert/strict';
import type { RunRow } from '../../../src/protocol/results';
import { bestMeans, groupPlaces, groupRuns, untrainedBaselines } from '../../../src/webview/model/groups';
import { comparison, config, finishedRuns, run, scores } from '../../fixtures/results/snapshots';

const withMargin = (margin: number) => ({
  ...config,
  loss: { name: 'circle', options: { margin, gamma: 80 } },
});

describe('groups of runs', () => {
  it('hold the runs that differ in nothing but the seed, in the order of the snapshot', () => {
    const groups = groupRuns(comparison.rows);
    assert.deepEqual(
      groups.map(({ variant, rows }) => [variant, rows.map((row) => row.seed)]),
      [
        ['circle', [0, 1, 2, 3, 4]],
        ['triplet, batch-hard', [0, 1, 2, 3, 4]],
        ['contrastive', [0]],
      ],
    );
  });

  it('are the same whatever the order of the settings', () => {
    const swapped = { ...config, loss: { options: { gamma: 80, margin: 0.4 }, name: 'circle' } };
    assert.equal(groupRuns([run({ id: 'a' }), run({ id: 'b', config: swapped })]).length, 1);
  });

  it('of one variant are told apart by the settings that differ', () => {
    const groups = groupRuns([
      run({ id: 'a', config: withMargin(0.25) }),
      run({ id: 'b', config: withMargin(0.4) }),
      run({ id: 'c', variant: 'other' }),
    ]);
    assert.deepEqual(
      groups.map((group) => group.detail),
      ['loss.margin 0.25', 'loss.margin 0.4', null],
    );
  });

  it('of another backend or experiment are others', () => {
    const groups = groupRuns([
      run({ id: 'a' }),
      run({ id: 'b', backend: 'native' }),
      run({ id: 'c', experiment: 'other.ts' }),
    ]);
    assert.deepEqual(
      groups.map((group) => group.detail),
      [
        'experiment experiments/circle.ts, backend wasm',
        'experiment experiments/circle.ts, backend native',
        'experiment other.ts, backend wasm',
      ],
    );
  });

  it('have the mean and the sample deviation of the scored runs alone', () => {
    const [group] = groupRuns([
      run({ id: 'a', seed: 0, test: { 'R@1': 0.6 } }),
      run({ id: 'b', seed: 1, test: { 'R@1': 0.7 } }),
      run({ id: 'c', seed: 2, test: null, state: 'running' }),
    ]);
    assert.equal(group!.scored.length, 2);
    assert.ok(Math.abs(group!.means['R@1']!.mean - 0.65) < 1e-12);
    assert.ok(Math.abs(group!.means['R@1']!.deviation! - 0.1 / Math.SQRT2) < 1e-12);
  });

  it('count a seed that was run twice once, by its newest run', () => {
    const [group] = groupRuns([
      run({ id: 'new', createdAt: '2026-11-22T00:00:00Z', test: { 'R@1': 0.8 } }),
      run({ id: 'old', createdAt: '2026-11-21T00:00:00Z', test: { 'R@1': 0.2 } }),
    ]);
    assert.deepEqual(
      group!.scored.map(({ id }) => id),
      ['new'],
    );
    assert.deepEqual(group!.means['R@1'], { mean: 0.8, deviation: null, n: 1 });
  });

  it('have no mean of a score that a seed lacks or that is no number', () => {
    const [group] = groupRuns([
      run({ id: 'a', seed: 0, test: { 'R@1': 0.6, 'R@2': 0.7, 'R@4': 0.8 } }),
      run({ id: 'b', seed: 1, test: { 'R@1': 0.7, 'R@2': NaN } }),
    ]);
    assert.deepEqual(Object.keys(group!.means), ['R@1']);
  });
});

describe('places of groups', () => {
  it('stay theirs when a newer variant comes, wherever it stands', () => {
    const old = [
      run({ id: 'a', createdAt: '2026-11-02' }),
      run({ id: 'b', variant: 'b', createdAt: '2026-11-01' }),
    ];
    const places = (rows: readonly RunRow[]) => {
      const groups = groupRuns(rows);
      return Object.fromEntries(groups.map((group) => [group.variant, groupPlaces(groups).get(group.key)]));
    };
    assert.deepEqual(places(old), { b: 0, circle: 1 });
    const newer = run({ id: 'c', variant: 'c', createdAt: '2026-11-03' });
    assert.deepEqual(places([newer, ...old]), { b: 0, circle: 1, c: 2 });
  });
});

describe('best means', () => {
  const marked = (rows: Parameters<typeof groupRuns>[0]) => {
    const groups = groupRuns(rows);
    const best = bestMeans(groups);
    return groups.map((group) => [group.variant, [...(best.get(group.key) ?? [])]] as const);
  };

  it('are the highest of each score among variants run alike', () => {
    assert.deepEqual(marked(finishedRuns), [
      ['circle', ['R@1', 'R@2', 'R@4', 'R@8', 'MAP@R', 'R-Precision']],
      ['triplet, batch-hard', []],
    ]);
  });

  it('are not marked on single runs, however good', () => {
    const lucky = run({ id: 'lucky', variant: 'lucky', test: scores(0.99) });
    assert.deepEqual(marked([...finishedRuns, lucky])[2], ['lucky', []]);
    assert.deepEqual(marked([run({ id: 'a' }), lucky]), [
      ['circle', []],
      ['lucky', []],
    ]);
  });

  it('do not compete over unlike data, networks or budgets', () => {
    for (const other of [
      { ...config, steps: 6000 },
      { ...config, model: { ...config.model, dimension: 512 } },
      { ...config, data: { name: 'glyphs', options: {} } },
    ]) {
      const rows = finishedRuns.map((row) => (row.variant === 'circle' ? row : { ...row, config: other }));
      assert.deepEqual(
        marked(rows).map(([, metrics]) => metrics),
        [[], []],
      );
    }
  });
});

describe('the untrained network', () => {
  it('is one line for one data set and model, over each seed once', () => {
    const [baseline, ...others] = untrainedBaselines(finishedRuns);
    assert.deepEqual(others, []);
    assert.equal(baseline!.label, 'untrained');
    assert.equal(baseline!.n, 4);
    assert.ok(Math.abs(baseline!.means['R@1']!.mean - 0.1775) < 1e-12);
  });

  it('is a line for each model, named by what differs', () => {
    const wide = { ...config, model: { ...config.model, dimension: 512 } };
    assert.deepEqual(
      untrainedBaselines([run({ id: 'a' }), run({ id: 'b', config: wide })]).map(({ label }) => label),
      ['untrained, model.dimension 64', 'untrained, model.dimension 512'],
    );
  });
});
