import assert from 'node:assert/strict';
import type { RunRow } from '../../../src/protocol/results';
import {
  bestScores,
  groupPlaces,
  groupRuns,
  overText,
  referencesOf,
  trialsText,
} from '../../../src/webview/model/groups';
import type { RunSplit } from '../../../src/protocol/run';
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

  it('of other code or another Metric Lab are others, and bold among themselves alone', () => {
    const seeds = (code: string, version: string) =>
      ['circle', 'triplet'].flatMap((variant) =>
        [0, 1].map((seed) =>
          run({ id: `${code}${version}${variant}${seed}`, variant, seed, codeHash: code, version }),
        ),
      );
    const groups = groupRuns([...seeds('new', '0.2.0'), ...seeds('old', '0.2.0'), ...seeds('old', '0.1.0')]);
    assert.deepEqual(
      groups
        .filter(({ variant }) => variant === 'circle')
        .map(({ detail, scored }) => [detail, scored.length]),
      [
        ['version 0.2.0, code new', 2],
        ['version 0.2.0, code old', 2],
        ['version 0.1.0, code old', 2],
      ],
    );
    assert.equal(bestScores(groups).size, 6);
    const unlike = groups.filter(
      ({ variant, rows }) => (variant === 'circle') === (rows[0]!.codeHash === 'new'),
    );
    assert.equal(bestScores(unlike).size, 0);
  });

  it('are of an earlier version where the file has changed since, and not where it is gone', () => {
    const rows = [run({ id: 'a' }), run({ id: 'b', codeHash: 'old', fileHash: null })];
    const staleIn = (current: Record<string, string>) =>
      groupRuns(rows, { current }).map(({ stale }) => stale);
    assert.deepEqual(staleIn({ 'experiments/circle.ts': 'a1b2' }), [false, true]);
    assert.deepEqual(staleIn({ 'experiments/circle.ts': 'another' }), [true, true]);
    assert.deepEqual(staleIn({ 'experiments/other.ts': 'another' }), [false, false]);
  });

  it('hold the folds of one cut together, and keep other classes apart', () => {
    const sizes = { train: 80, validation: 20, test: 100 };
    const split = (hash: string, index?: number): RunSplit => ({
      ...{ hash, classes: sizes, images: sizes },
      ...(index !== undefined && { fold: { index, of: 4, cut: 'full' as const } }),
    });
    const sizesOf = (splits: readonly RunSplit[]) =>
      groupRuns(splits.map((one, index) => run({ id: `r${index}`, split: one }))).map(
        (group) => group.scored.length,
      );
    assert.deepEqual(
      sizesOf([split('a', 0), split('b', 1), split('b', 1)]),
      [2],
      'a fold run twice counts once',
    );
    assert.deepEqual(sizesOf([split('a'), split('b')]), [1, 1]);
    const told = (one: RunSplit) => overText([run({ id: 'r', split: one })]);
    assert.deepEqual([told(split('a')), told(split('a', 0))], ['seeds', 'seeds and folds']);
    assert.deepEqual(sizesOf([split('a', 0), split('a')]), [1, 1]);
  });

  it('keep what was chosen on test apart', () => {
    const groups = groupRuns([run({ id: 'a' }), run({ id: 'b', seed: 1, selectedOn: 'oracle' })]);
    assert.deepEqual(
      groups.map(({ oracle, detail }) => [oracle, detail]),
      [
        [false, 'selected on validation'],
        [true, 'selected on test'],
      ],
    );
  });

  it('keep what was chosen by validation apart from last steps, whether they are over or not', () => {
    const last = { select: 'last' as const };
    const groups = groupRuns([
      run({ id: 'a' }),
      run({ id: 'b', seed: 1, ...last, selectedOn: 'last', test: { 'R@1': 0.1 } }),
      run({ id: 'c', seed: 2, ...last, selectedOn: null, test: null, state: 'running' }),
      // Without validation classes the last step is what choosing by them comes to.
      run({ id: 'd', seed: 3, selectedOn: 'last' }),
    ]);
    assert.deepEqual(
      groups.map(({ detail, rows }) => [detail, rows.map(({ id }) => id)]),
      [
        ['selected on validation', ['a', 'd']],
        ['selected last step', ['b', 'c']],
      ],
    );
  });

  it('name the classes where the data have changed between', () => {
    const sizes = { train: 80, validation: 20, test: 100 };
    const on = (hash: string, fold?: number): { split: RunSplit } => ({
      split: {
        ...{ hash, classes: sizes, images: sizes },
        ...(fold !== undefined && { fold: { index: fold, of: 4, cut: 'full' as const } }),
      },
    });
    assert.deepEqual(
      groupRuns([run({ id: 'a', ...on('now') }), run({ id: 'b', ...on('before') })]).map(
        ({ detail }) => detail,
      ),
      ['classes now', 'classes before'],
    );
    const [folds] = groupRuns([
      run({ id: 'a', ...on('now', 0) }),
      run({ id: 'b', seed: 1, ...on('before', 0) }),
      run({ id: 'c', seed: 1, ...on('other', 1) }),
    ]);
    assert.deepEqual(
      folds!.scored.map(({ id }) => id),
      ['a', 'c'],
    );
  });

  it('say how many trials their settings are the best of, whatever the filter leaves', () => {
    const search = (trial: number) => ({ search: { sweep: 's', trial } });
    const trials = [0, 1, 2].map((trial) =>
      run({ id: `t${trial}`, test: null, config: { ...config, steps: trial }, ...search(trial) }),
    );
    const chosen = run({ id: 'chosen', ...search(1) });
    const [group] = groupRuns([chosen], {
      all: [chosen, ...trials, run({ id: 'x', variant: 'other', ...search(9) })],
    });
    assert.equal(group!.trials, 3);
    assert.equal(trialsText(group!), 'best of 3 trials');
    assert.deepEqual(groupRuns(trials).map(trialsText), [null, null, null]);
    assert.equal(groupRuns([run({ id: 'plain' })])[0]!.trials, null);
  });

  it('have the mean and the sample deviation of the scored runs alone', () => {
    const [group] = groupRuns([
      run({ id: 'a', seed: 0, test: { 'R@1': 0.6 } }),
      run({ id: 'b', seed: 1, test: { 'R@1': 0.7 } }),
      run({ id: 'c', seed: 2, test: null, state: 'running' }),
    ]);
    assert.equal(group!.scored.length, 2);
    assert.ok(Math.abs(group!.scores['R@1']!.mean - 0.65) < 1e-12);
    assert.ok(Math.abs(group!.scores['R@1']!.deviation! - 0.1 / Math.SQRT2) < 1e-12);
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
    assert.equal(group!.scores['R@1']?.mean, 0.8);
  });

  it('have no mean of a score that a seed lacks or that is no number', () => {
    const [group] = groupRuns([
      run({ id: 'a', seed: 0, test: { 'R@1': 0.6, 'R@2': 0.7, 'R@4': 0.8 } }),
      run({ id: 'b', seed: 1, test: { 'R@1': 0.7, 'R@2': NaN } }),
    ]);
    assert.deepEqual(Object.keys(group!.scores), ['R@1']);
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

describe('best scores', () => {
  const marked = (rows: Parameters<typeof groupRuns>[0]) => {
    const groups = groupRuns(rows);
    const best = bestScores(groups);
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

  it('are all that stand inside the interval of the highest mean', () => {
    const of = (variant: string, recalls: readonly number[]) =>
      recalls.map((recall, seed) =>
        run({ id: `${variant} ${seed}`, variant, seed, test: { 'R@1': recall } }),
      );
    // The interval of the first is 0.7 ± 0.0248.
    const rows = [
      ...of('a', [0.69, 0.7, 0.71]),
      ...of('b', [0.67, 0.68, 0.69]),
      ...of('c', [0.67, 0.67, 0.68]),
    ];
    assert.deepEqual(marked(rows), [
      ['a', ['R@1']],
      ['b', ['R@1']],
      ['c', []],
    ]);
  });

  it('are not those of what was chosen on test, nor distances', () => {
    const oracle = [0, 1].map((seed) =>
      run({
        id: `o${seed}`,
        variant: 'oracle',
        seed,
        selectedOn: 'oracle',
        test: { ...scores(0.99), intra: 2 },
      }),
    );
    const [circle, , last] = marked([...finishedRuns, ...oracle]);
    assert.deepEqual(circle![1].length, 6);
    assert.deepEqual(last, ['oracle', []]);
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

describe('what runs are held against', () => {
  it('is the untrained network and the pixels, over each seed once', () => {
    const [untrained, pixels, ...others] = referencesOf(finishedRuns);
    assert.deepEqual(others, []);
    assert.deepEqual([untrained!.label, pixels!.label], ['untrained', 'raw pixels']);
    assert.equal(untrained!.n, 4);
    assert.ok(Math.abs(untrained!.scores['R@1']!.mean - 0.1775) < 1e-12);
    assert.equal(pixels!.scores['R@1']!.mean, 0.121);
  });

  it('counts a seed once however many folds it has, and no other version', () => {
    const sizes = { train: 80, validation: 20, test: 100 };
    const rows = [0, 1].flatMap((seed) =>
      [0, 1, 2, 3].map((index) =>
        run({
          id: `${seed}${index}`,
          seed,
          untrained: { 'R@1': 0.1 + seed / 50 },
          split: { hash: `${index}`, fold: { index, of: 4, cut: 'full' }, classes: sizes, images: sizes },
        }),
      ),
    );
    const old = run({ id: 'old', seed: 2, version: '0.0.1', createdAt: '2025', untrained: { 'R@1': 0.9 } });
    const [untrained] = referencesOf([...rows, old]);
    assert.equal(untrained!.n, 2);
    const { mean, interval } = untrained!.scores['R@1']!;
    assert.ok(Math.abs(mean - 0.11) < 1e-12);
    // t(0.975, 1) = 12.706, standard error 0.01.
    assert.ok(Math.abs(interval![1] - mean - 0.12706) < 1e-5);
  });

  it('is a line for each model, named by what differs, and one for the data', () => {
    const wide = { ...config, model: { ...config.model, dimension: 512 } };
    assert.deepEqual(
      referencesOf([run({ id: 'a' }), run({ id: 'b', config: wide })]).map(({ label }) => label),
      ['untrained, model.dimension 64', 'untrained, model.dimension 512', 'raw pixels'],
    );
  });
});
