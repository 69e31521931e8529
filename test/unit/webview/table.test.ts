import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunRow } from '../../../src/protocol/results';
import { moved, shownColumns, usualLayout, type ColumnLayout } from '../../../src/webview/model/columnLayout';
import { columnsFor, selectedStep, type Column } from '../../../src/webview/model/columns';
import { parseFilter } from '../../../src/webview/model/filter';
import { groupRuns } from '../../../src/webview/model/groups';
import { linesOf, orderGroups } from '../../../src/webview/model/lines';
import { orderMetrics } from '../../../src/webview/model/metricNames';
import { windowOf, type Piece } from '../../../src/webview/model/tableWindow';
import { nextSort, sortBy, type Sort } from '../../../src/webview/model/sorting';
import { comparison, finishedRuns, run, runningRun, scores } from '../../fixtures/results/snapshots';

describe('metric names', () => {
  it('stand by K, then MAP@R, R-Precision, then the rest', () => {
    assert.deepEqual(orderMetrics(['NMI', 'R-Precision', 'R@10', 'R@2', 'MAP@R', 'R@1', 'R@2', 'AMI']), [
      'R@1',
      'R@2',
      'R@10',
      'MAP@R',
      'R-Precision',
      'AMI',
      'NMI',
    ]);
  });
});

describe('sorting', () => {
  it('puts what has no value last in both directions and keeps the order of equals', () => {
    const items = [
      { id: 'a', value: 2 },
      { id: 'b', value: null },
      { id: 'c', value: 1 },
      { id: 'd', value: 2 },
    ];
    const ids = (descending: boolean) => sortBy(items, (item) => item.value, descending).map(({ id }) => id);
    assert.deepEqual(ids(false), ['c', 'a', 'd', 'b']);
    assert.deepEqual(ids(true), ['a', 'd', 'c', 'b']);
  });

  it('sorts numbers in names by value', () => {
    assert.deepEqual(
      sortBy(['v10', 'v9', 'v1'], (name) => name, false),
      ['v1', 'v9', 'v10'],
    );
  });

  it('of a header goes through both directions and back to none', () => {
    const first = nextSort(null, 'time', true);
    assert.deepEqual(first, { column: 'time', descending: true });
    const second = nextSort(first, 'time', true);
    assert.deepEqual(second, { column: 'time', descending: false });
    assert.equal(nextSort(second, 'time', true), null);
    assert.deepEqual(nextSort(first, 'seed', false), { column: 'seed', descending: false });
  });
});

describe('lines of the table', () => {
  const columns = columnsFor(comparison.rows);
  const groups = groupRuns(comparison.rows);
  const everyGroup = groups.map(({ key }) => key);
  const keys = (sort: Sort | null, open = everyGroup, baseline: string | null = null) =>
    linesOf(orderGroups(groups, columns, sort, baseline), columns, sort, open).map((line) =>
      line.kind === 'group' ? line.group.variant : line.key,
    );

  it('have a line for each group of several runs and none for a single run', () => {
    assert.deepEqual(keys(null).slice(0, 3), ['circle', 'circle-s0', 'circle-s1']);
    assert.equal(keys(null).at(-1), 'contrastive-s0');
    assert.equal(keys(null).length, 2 + comparison.rows.length);
  });

  it('sort groups by their mean and runs inside their group', () => {
    const sorted = keys({ column: 'metric:R@1', descending: false });
    assert.equal(sorted[0], 'triplet, batch-hard');
    assert.deepEqual(sorted.slice(7, 12), ['circle-s2', 'circle-s0', 'circle-s3', 'circle-s1', 'circle-s4']);
    assert.equal(sorted.at(-1), 'contrastive-s0', 'without a score');
  });

  it('leave out the runs of a group that is not unfolded', () => {
    assert.deepEqual(keys(null, []), ['circle', 'triplet, batch-hard', 'contrastive-s0']);
  });

  it('keep their order under a column that is gone', () => {
    assert.deepEqual(keys({ column: 'metric:gone', descending: true }), keys(null));
  });

  it('begin with what the others are held against', () => {
    const sort = { column: 'metric:R@1', descending: true };
    assert.deepEqual(keys(sort, [], groups[1]!.key)[0], 'triplet, batch-hard');
  });

  it('rank what was chosen on test behind all that was not', () => {
    const rows = [
      run({ id: 'oracle', variant: 'o', selectedOn: 'oracle', test: scores(0.99) }),
      run({ id: 'fair', variant: 'f', test: scores(0.5) }),
    ];
    const order = (sort: Sort | null) =>
      orderGroups(groupRuns(rows), columnsFor(rows), sort, null).map((group) => group.rows[0]!.id);
    assert.deepEqual(order(null), ['fair', 'oracle']);
    assert.deepEqual(order({ column: 'metric:R@1', descending: true }), ['fair', 'oracle']);
    assert.deepEqual(order({ column: 'variant', descending: true }), ['oracle', 'fair']);
  });
});

describe('the window of a long table', () => {
  const drawn = (pieces: readonly Piece[]) =>
    pieces.map((piece) => ('skipped' in piece ? piece.skipped : [piece.from, piece.to]));

  it('holds what is in view and a little more', () => {
    const view = { top: 2800, height: 280, itemHeight: 28 };
    assert.deepEqual(drawn(windowOf(1000, view, null)), [94, [94, 116], 884]);
    assert.deepEqual(drawn(windowOf(30, { ...view, top: 0 }, null)), [[0, 16], 14]);
  });

  it('keeps the active line wherever it is', () => {
    const view = { top: 2800, height: 280, itemHeight: 28 };
    assert.deepEqual(drawn(windowOf(1000, view, 5)), [5, [5, 6], 88, [94, 116], 884]);
    assert.deepEqual(drawn(windowOf(1000, view, 999)), [94, [94, 116], 883, [999, 1000]]);
    assert.deepEqual(drawn(windowOf(1000, view, 100)), [94, [94, 116], 884]);
  });

  it('always tells of every line once', () => {
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.nat(200_000),
        fc.nat(2000),
        fc.option(fc.integer({ min: -1, max: 4000 })),
        (count, top, height, active) => {
          const sizes = windowOf(count, { top, height, itemHeight: 28 }, active).map((piece) =>
            'skipped' in piece ? piece.skipped : piece.to - piece.from,
          );
          assert.ok(sizes.every((size) => size > 0));
          assert.equal(
            sizes.reduce((sum, size) => sum + size, 0),
            count,
          );
        },
      ),
      { seed: 3 },
    );
  });
});

describe('the layout of columns', () => {
  const columns = columnsFor(comparison.rows);
  const ids = (layout: ColumnLayout, differing: readonly RunRow[] | null = null) =>
    shownColumns(columns, layout, differing).map(({ id }) => id);
  const usual = ids(usualLayout);

  it('shows scores and what is told of a run, and no settings', () => {
    assert.deepEqual(usual, [
      ...[
        'variant',
        'metric:R@1',
        'metric:R@2',
        'metric:R@4',
        'metric:R@8',
        'metric:MAP@R',
        'metric:R-Precision',
      ],
      ...['seed', 'state', 'loss', 'selected', 'time'],
    ]);
  });

  it('has scores that are no shares behind all others', () => {
    const [first] = comparison.rows;
    const scored = { ...first!, test: { 'R@1': 0.7, 'inter-class distance': 0.6, 'MAP@R': 0.4 } };
    const order = columnsFor([scored]).map(({ id }) => id);
    assert.deepEqual(order.slice(0, 4), ['variant', 'metric:R@1', 'metric:MAP@R', 'seed']);
    assert.equal(order[order.indexOf('time') + 1], 'metric:inter-class distance');
  });

  it('shows and hides what the reader switches', () => {
    const shown = ids({ ...usualLayout, switched: ['metric:R@2', 'setting:loss.margin'] });
    assert.ok(!shown.includes('metric:R@2'));
    assert.ok(shown.includes('setting:loss.margin'));
  });

  it('pins behind the variant', () => {
    assert.deepEqual(ids({ ...usualLayout, pinned: ['time', 'seed'] }).slice(0, 4), [
      ...['variant', 'seed', 'time', 'metric:R@1'],
    ]);
  });

  it('moves a column past the next that is shown, and never past the variant', () => {
    const isShown = (column: Column) => usual.includes(column.id);
    const right = moved(columns, usualLayout, 'metric:R@1', 1, isShown);
    assert.deepEqual(ids(right).slice(0, 3), ['variant', 'metric:R@2', 'metric:R@1']);
    assert.deepEqual(ids(moved(columns, right, 'metric:R@1', -1, isShown)), usual);
    assert.equal(moved(columns, usualLayout, 'metric:R@1', -1, isShown), usualLayout);
    assert.equal(moved(columns, usualLayout, 'time', 1, isShown), usualLayout);
  });

  it('gives a new column its own place among moved ones', () => {
    const before = columns.filter(({ id }) => id !== 'metric:R@4');
    const layout = moved(before, usualLayout, 'time', -1, (column) => usual.includes(column.id));
    const after = ids(layout);
    assert.equal(after[after.indexOf('metric:R@4') - 1], 'metric:R@2');
    assert.equal(after[after.indexOf('time') + 1], 'selected');
  });

  it('shows only columns in which the runs differ, settings among them', () => {
    const [circle, triplet] = [finishedRuns[0]!, finishedRuns[4]!];
    const shown = ids(usualLayout, [circle, triplet]);
    for (const id of [
      'metric:R@1',
      'setting:loss.name',
      'setting:loss.margin',
      'setting:loss.mining',
      'time',
    ]) {
      assert.ok(shown.includes(id), id);
    }
    for (const id of ['seed', 'state', 'setting:data.name', 'backend']) assert.ok(!shown.includes(id), id);
  });
});

describe('the filter', () => {
  const left = (text: string) => comparison.rows.filter(parseFilter(text)).map(({ id }) => id);

  it('leaves runs that have all its words, wherever', () => {
    assert.equal(left('').length, comparison.rows.length);
    assert.deepEqual(left('TRIPLET failed'), ['triplet-s4']);
    assert.deepEqual(left('triplet seed=2'), ['triplet-s2']);
    assert.ok(!left('-triplet').some((id) => id.startsWith('triplet')));
  });

  it('compares scores in percent, and settings', () => {
    assert.deepEqual(left('R@1>71.1'), ['circle-s1', 'circle-s3']);
    assert.deepEqual(left('r@1<=66.31'), ['triplet-s1']);
    assert.deepEqual(left('loss.mining=batch-hard state=failed'), ['triplet-s4']);
    assert.deepEqual(left('loss.margin>=0.4 seed<1'), ['circle-s0']);
    assert.deepEqual(left('nothing>1'), []);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => left(text).length <= comparison.rows.length),
      { seed: 5 },
    );
  });
});

describe('the selected step', () => {
  it('is the best on validation, or the last, or none yet', () => {
    assert.equal(selectedStep(run({ id: 'a' })), 540);
    assert.equal(selectedStep(run({ id: 'a', selectedOn: 'last' })), 600);
    assert.equal(selectedStep(runningRun), null);
  });
});
