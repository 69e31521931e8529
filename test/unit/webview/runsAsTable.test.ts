import assert from 'node:assert/strict';
import { shownColumns, usualLayout } from '../../../src/webview/model/columnLayout';
import { columnsFor } from '../../../src/webview/model/columns';
import { bestScores, groupRuns, referencesOf } from '../../../src/webview/model/groups';
import { runsAsCsv, runsAsTable } from '../../../src/webview/model/runsAsTable';
import { comparison, run } from '../../fixtures/results/snapshots';

const groups = groupRuns(comparison.rows);
const columns = shownColumns(columnsFor(comparison.rows), usualLayout, null);
const parts = {
  ...{ title: 'Circle', groups, columns },
  references: referencesOf(comparison.rows),
  best: bestScores(groups),
};

describe('the runs as a table', () => {
  it('have a line for each variant that is scored, then what they are held against', () => {
    const table = runsAsTable(parts);
    assert.deepEqual(
      table.rows.map((row) => [row[0], row[1], row.at(-1)]),
      [
        ['circle', '71.1 ± 1.5', '4'],
        ['triplet, batch-hard', '67.2 ± 1.2', '4'],
        ['untrained', '17.8 ± 1.0', '4'],
        ['raw pixels', '12.1', '1'],
      ],
    );
    assert.deepEqual(
      table.bold,
      [1, 2, 3, 4, 5, 6].map((column) => [0, column]),
    );
  });

  it('as CSV have every run, unrounded, and no formula', () => {
    const lines = runsAsCsv(parts).trimEnd().split('\r\n');
    assert.equal(lines.length, 1 + comparison.rows.length);
    assert.match(lines[0]!, /^Run,Variant,R@1,/);
    assert.match(
      lines.find((line) => line.startsWith('circle-s0'))!,
      /^circle-s0,circle,0\.7106,/,
    );
    assert.match(
      lines.find((line) => line.startsWith('triplet-s0'))!,
      /^triplet-s0,"triplet, batch-hard",/,
    );
    // Few columns are shown: what keeps runs apart stands there all the same, and no column twice.
    const heads = (shown: typeof columns) =>
      runsAsCsv({ ...parts, columns: shown })
        .split('\r\n')[0]!
        .split(',');
    const apart = 'Seed,Fold,Classes,State,Selected on,Trial,Backend,Version,Experiment,Code,Stale'.split(
      ',',
    );
    assert.deepEqual(heads(columns.slice(0, 2)), ['Run', 'Variant', 'R@1', ...apart]);
    assert.equal(new Set(heads(columns)).size, heads(columns).length);
    const sizes = { train: 1, validation: 1, test: 1 };
    const split = {
      hash: '0123456789',
      fold: { index: 0, of: 4, cut: 'full' as const },
      ...{ classes: sizes, images: sizes },
    };
    assert.match(
      runsAsCsv({ groups: groupRuns([run({ id: 'f', split })]), columns: columns.slice(0, 1) }),
      /\r\nf,circle,0,0 of 4,01234567,finished,validation,,wasm,/,
    );
    const odd = [run({ id: 'a', variant: '=1+1' }), run({ id: 'b', variant: 'say "x"' })];
    const csv = runsAsCsv({ groups: groupRuns(odd), columns });
    assert.match(csv, /\r\na,'=1\+1,/);
    assert.match(csv, /\r\nb,"say ""x""",/);
  });
});
