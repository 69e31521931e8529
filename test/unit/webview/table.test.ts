import assert from 'node:assert/strict';
import { columnsFor, selectedStep } from '../../../src/webview/model/columns';
import { groupRuns } from '../../../src/webview/model/groups';
import { linesOf, pageOf, pageSize } from '../../../src/webview/model/lines';
import { orderMetrics } from '../../../src/webview/model/metricNames';
import { nextSort, sortBy, type Sort } from '../../../src/webview/model/sorting';
import { comparison, run, runningRun, sweep } from '../../fixtures/results/snapshots';

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
  const keys = (sort: Sort | null, closed: readonly string[] = []) =>
    linesOf(groups, columns, sort, closed).map((line) =>
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

  it('leave out the runs of a closed group', () => {
    assert.deepEqual(keys(null, [groups[0]!.key]).slice(0, 2), ['circle', 'triplet, batch-hard']);
  });

  it('keep their order under a column that is gone', () => {
    assert.deepEqual(keys({ column: 'metric:gone', descending: true }), keys(null));
  });

  it('come in pages, and a page that is gone is the last', () => {
    const many = sweep(1000).rows;
    const lines = linesOf(groupRuns(many), columnsFor(many), null, []);
    assert.equal(lines.length, 1200);
    assert.equal(pageOf(lines, 0).lines.length, pageSize);
    assert.equal(pageOf(lines, 5).before, 1000);
    assert.equal(pageOf(lines, 99).index, 5);
    assert.equal(pageOf([], 3).index, 0);
    assert.deepEqual(Array.from({ length: 6 }, (_, index) => pageOf(lines, index).lines).flat(), lines);
  });
});

describe('the selected step', () => {
  it('is the best on validation, or the last, or none yet', () => {
    assert.equal(selectedStep(run({ id: 'a' })), 540);
    assert.equal(selectedStep(run({ id: 'a', selectedOn: 'last' })), 600);
    assert.equal(selectedStep(runningRun), null);
  });
});
