import assert from 'node:assert/strict';
import type { RunRow } from '../../../src/protocol/results';
import { groupRuns } from '../../../src/webview/model/groups';
import { comparisonTable } from '../../../src/webview/model/comparisonTable';
import { leadOver, standard } from '../../../src/webview/model/lead';
import { paperDigest } from '../../../src/webview/model/paperDigest';
import { sparklines } from '../../../src/webview/model/sparkline';
import { circle } from '../../fixtures/paperPage/snapshots';
import { comparison, finishedRuns, paper, run, sweep } from '../../fixtures/results/snapshots';

const [cub, , sop] = paper.reported;
const groups = groupRuns(finishedRuns);
const [circleGroup, tripletGroup] = groups;

describe('the lead over a reported figure', () => {
  it('is in points of percent, in the first score that both have', () => {
    const { metric, points } = leadOver(cub!, circleGroup!, paper.protocol)!;
    assert.equal(metric, 'R@1');
    assert.ok(Math.abs(points - (71.1475 - 66.7)) < 1e-9);
    const later = leadOver({ ...sop!, metrics: { 'R@10': 90.5, 'R@8': 95 } }, circleGroup!, paper.protocol);
    assert.equal(later?.metric, 'R@8');
  });

  it('is comparable where these very runs are, whatever others there are', () => {
    const figure = { ...cub!, dataset: 'omniglot small', backbone: 'conv4', dimension: 64 };
    // What no paper states keeps every figure apart: here the runs are none that have chosen a step, or an image size.
    const like = groupRuns(finishedRuns.map((row) => ({ ...row, selectedOn: null })))[0]!;
    const protocol = { input: '28' };
    const sized = like.scored.map((row) => ({
      ...row,
      config: {
        ...row.config,
        data: { ...row.config.data, options: { ...row.config.data.options, size: 28 } },
      },
    }));
    const comparable = (rows: readonly RunRow[]) =>
      leadOver(figure, { ...like, scored: rows }, protocol)?.comparable;
    assert.equal(comparable(sized), true);
    const wide = sized.map((row) => ({
      ...row,
      config: { ...row.config, model: { ...row.config.model, dimension: 512 } },
    }));
    assert.equal(comparable(wide), false);
  });

  it('knows the scores that have another name', () => {
    const lead = leadOver({ ...cub!, metrics: { 'P@1': 70 } }, circleGroup!, paper.protocol);
    assert.equal(lead?.metric, 'P@1');
    assert.ok(Math.abs(lead.points - 1.1475) < 1e-9);
    assert.equal(leadOver({ ...cub!, metrics: { RP: 40 } }, circleGroup!, paper.protocol)?.metric, 'RP');
  });

  it('is none where no score is shared or finite', () => {
    assert.equal(leadOver({ ...cub!, metrics: { NMI: 60 } }, circleGroup!, paper.protocol), null);
    assert.equal(leadOver({ ...cub!, metrics: { 'R@1': Number.NaN } }, circleGroup!, paper.protocol), null);
  });
});

describe('the runs that stand for ours', () => {
  it('are those of the variant that the claim names, else the best', () => {
    assert.equal(standard(groups, 'triplet, batch-hard'), tripletGroup);
    assert.equal(standard(groups, null), circleGroup);
    assert.equal(standard(groups, 'gone'), circleGroup);
  });

  it('are of the experiment as it is now, where there are any', () => {
    const old = finishedRuns.map((row) => ({
      ...row,
      id: `old ${row.id}`,
      codeHash: 'old',
      fileHash: 'old',
    }));
    const current = { 'experiments/circle.ts': 'a1b2' };
    const newest = groupRuns([...old, ...finishedRuns], { current });
    assert.deepEqual(
      [newest[0]!.stale, standard(newest, 'circle')?.stale, standard(newest, null)?.stale],
      [true, false, false],
    );
    assert.equal(standard(groupRuns(old, { current }), 'circle')?.stale, true);
  });

  it('are none that were chosen on test, or not scored', () => {
    const oracle = groupRuns([
      run({ id: 'a', selectedOn: 'oracle' }),
      run({ id: 'b', test: null, variant: 'x' }),
    ]);
    assert.equal(standard(oracle, null), null);
  });
});

describe('the small curves', () => {
  const curve = (runId: string, points: [number, number][]) => ({
    runId,
    loss: [],
    validation: { 'R@1': points },
  });

  it('are means over the runs at the steps that all reached, on axes that all share', () => {
    const two = groupRuns([
      run({ id: 'a0' }),
      run({ id: 'a1', seed: 1 }),
      run({ id: 'b0', variant: 'other' }),
      run({ id: 'c0', variant: 'unseen' }),
    ]);
    const lines = sparklines(
      two,
      [
        curve('a0', [
          [10, 0.2],
          [20, 0.6],
          [30, 0.9],
        ]),
        curve('a1', [
          [10, 0.4],
          [20, 0.8],
        ]),
        curve('b0', [
          [10, 0.1],
          [30, 0.5],
        ]),
        curve('c0', [[10, 0.9]]),
      ],
      'R@1',
    );
    const rounded = [...lines.values()].map((line) =>
      line.map((point) => point.map((x) => Number(x.toFixed(3)))),
    );
    // Steps 10 to 30, scores 0.1 to 0.7: (0.3 - 0.1) / 0.6 from below is 0.667 from above.
    assert.deepEqual(rounded, [
      [
        [0, 0.667],
        [0.5, 0],
      ],
      [
        [0, 1],
        [1, 0.333],
      ],
    ]);
  });

  it('are none without two steps, and flat where nothing changes', () => {
    const one = groupRuns([run({ id: 'a' })]);
    assert.equal(sparklines(one, [], 'R@1').size, 0);
    const flat = sparklines(
      one,
      [
        curve('a', [
          [1, 0.5],
          [2, 0.5],
        ]),
      ],
      'R@1',
    );
    assert.deepEqual(
      [...flat.values()],
      [
        [
          [0, 0.5],
          [1, 0.5],
        ],
      ],
    );
  });
});

describe('the comparison as a table', () => {
  const digest = paperDigest(circle);
  const table = comparisonTable(circle.paper, digest.groups, digest.best);

  it('has our means with intervals and seeds above the figures of the paper', () => {
    const names = table.columns.map(({ name }) => name);
    assert.deepEqual(names.slice(0, 6), ['Method', 'Data', 'Net', 'Dim', 'R@1', 'R@2']);
    assert.deepEqual(names.slice(-2), ['Seeds', 'Source']);
    const cell = (row: number, name: string) => table.rows[row]![names.indexOf(name)];
    assert.deepEqual(table.rows[0]!.slice(0, 5), ['circle', 'omniglot-small', 'conv4', '64', '71.1 ± 1.5']);
    assert.equal(cell(0, 'Seeds'), '4');
    assert.equal(table.rows.length, 5, 'what has not been scored is left out');
    assert.deepEqual(table.rows[4]!.slice(0, 5), ['Circle', 'SOP', 'BN-Inception', '512', '78.3']);
    assert.equal(cell(4, 'R@2'), '');
    assert.equal(
      cell(4, 'Source'),
      'a later survey; unverified; not comparable: data, net, dim 512 vs 64; image size and selection not stated',
    );
  });

  it('has in bold what is in bold on the page', () => {
    assert.ok(table.bold.some(([row, column]) => row === 0 && column === 4));
    assert.ok(table.bold.every(([row]) => row === 0));
  });

  it('marks what was chosen on test, and what is of an earlier version', () => {
    const rows = [
      run({ id: 'a', variant: 'a', selectedOn: 'oracle', select: 'oracle' }),
      run({ id: 'b', variant: 'b', fileHash: 'old' }),
    ];
    const { groups: marked, best } = paperDigest({ ...circle, rows });
    assert.deepEqual(
      comparisonTable(circle.paper, marked, best)
        .rows.slice(0, 2)
        .map(([name]) => name),
      ['a, oracle', 'b, stale'],
    );
  });

  it('is only the figures where nothing was run', () => {
    const alone = comparisonTable(circle.paper, [], new Map());
    assert.equal(alone.rows.length, 3);
    assert.equal(alone.rows[0]!.at(-1), 'Table 5');
  });
});

describe('what the page of a paper works out', () => {
  it('judges the claim over the finished runs', () => {
    const { verdict, standard: ours } = paperDigest(circle);
    assert.equal(verdict?.verdict.state, 'supported');
    assert.equal(verdict.verdict.pairs, 4);
    assert.equal(ours?.variant, 'circle');
    assert.equal(paperDigest({ ...circle, claim: null }).verdict, null);
  });

  it('keeps to the newest variants, and judges over all', () => {
    const { rows } = sweep(1000);
    const last = rows.at(-1)!.variant;
    const digest = paperDigest({ ...circle, rows, claim: { better: last, than: 'variant 0', on: 'R@1' } });
    assert.equal(digest.groups.length, 30);
    assert.equal(digest.older, 170);
    assert.equal(digest.verdict?.verdict.pairs, 5);
  });

  it('does without scores', () => {
    const rows = [run({ id: 'a', test: null, untrained: null, pixels: null, state: 'failed' })];
    const digest = paperDigest({ ...circle, rows, curves: comparison.curves });
    assert.equal(digest.verdict, null);
    assert.equal(digest.standard, null);
    assert.deepEqual(digest.references, []);
  });
});
