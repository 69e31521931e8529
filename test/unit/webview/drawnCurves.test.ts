import assert from 'node:assert/strict';
import { chartSvg } from '../../../src/webview/model/chartSvg';
import {
  drawableGroups,
  drawing,
  drawnCurves,
  drawnRuns,
  meanCurve,
  mostGroups,
} from '../../../src/webview/model/drawnCurves';
import { groupRuns } from '../../../src/webview/model/groups';
import { comparison, run, sweep } from '../../fixtures/results/snapshots';

const groups = groupRuns(comparison.rows);
const curves = new Map(comparison.curves.map((curve) => [curve.runId, curve]));

describe('the mean of several courses', () => {
  it('has its interval, at the steps that all of them have', () => {
    const mean = meanCurve([
      [
        [1, 1],
        [2, 2],
        [3, 9],
      ],
      [
        [1, 3],
        [2, 2],
      ],
    ]);
    assert.deepEqual(mean.points, [
      [1, 2],
      [2, 2],
    ]);
    // t(0.975, 1) = 12.7062, standard error 1.
    assert.ok(Math.abs(mean.spread[0]![1] - 14.7062) < 1e-4);
    assert.deepEqual(mean.spread[1], [2, 2]);
  });
});

describe('drawn curves', () => {
  it('are one for each run, or one for each variant of several', () => {
    const each = drawnCurves(groups, curves, (curve) => curve.loss, false);
    assert.equal(each.length, comparison.curves.length);
    const means = drawnCurves(groups, curves, (curve) => curve.loss, true);
    assert.deepEqual(
      means.map(({ label, spread }) => [label, spread !== null]),
      [
        ['circle', true],
        ['triplet, batch-hard', true],
        ['contrastive', false],
      ],
    );
  });

  it('count a seed that was run again once, by its newest run', () => {
    const rows = [
      run({ id: 'new', createdAt: '2026-11-22' }),
      run({ id: 'other', seed: 1, createdAt: '2026-11-21' }),
      run({ id: 'old', createdAt: '2026-11-20' }),
    ];
    assert.deepEqual(
      drawnRuns(groupRuns(rows)).map(({ id }) => id),
      ['new', 'other'],
    );
  });

  it('stand over one axis of steps with their bands', () => {
    const { steps, values, bands } = drawing(drawnCurves(groups, curves, (c) => c.validation['R@1']!, true));
    assert.deepEqual(steps, [60, 120, 180, 240, 300, 360, 420, 480, 540, 600]);
    assert.equal(values.length, 3);
    assert.ok(bands[0]!.low[0]! < values[0]![0]! && values[0]![0]! < bands[0]!.high[0]!);
    assert.equal(bands[0]!.low[9], null, 'a run that goes on has no value yet');
    assert.equal(bands[2], null);
  });

  it('are of a few groups, the chosen one among them, and of a bounded number of runs', () => {
    const many = groupRuns(sweep(1000).rows);
    const chosen = many[150]!;
    const drawable = drawableGroups(many, chosen.rows[0]!.id);
    assert.equal(drawable.length, mostGroups);
    assert.ok(drawable.includes(chosen));
    assert.ok(drawnRuns(drawable).length <= 40);
    const [seeds] = [groupRuns(Array.from({ length: 100 }, (_, seed) => run({ id: `${seed}`, seed })))];
    assert.equal(drawnRuns(seeds!).length, 40);
  });
});

describe('a chart as a picture', () => {
  const data = drawing(drawnCurves(groups, curves, (curve) => curve.loss, true));
  const lines = ['a', '<b & c>', 'd'].map((label, place) => ({
    label,
    place,
    dash: place === 0 ? [] : [6, 3],
  }));
  const picture = { title: 'Loss', axis: 'Loss', data, lines, format: String, log: false };

  it('has a path for each line and each band, and nothing in its texts is markup', () => {
    const svg = chartSvg(picture);
    assert.equal(svg.match(/stroke-width="1\.5"/g)?.length, 6, 'three lines and their marks');
    assert.equal(svg.match(/fill-opacity/g)?.length, 2);
    assert.ok(svg.includes('&lt;b &amp; c&gt;'));
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });

  it('is sound for one value, for none, and on a logarithmic axis', () => {
    const one = { steps: [5], values: [[0.5]], bands: [null] };
    const [line] = lines;
    for (const [data, log] of [
      [one, false],
      [one, true],
      [{ steps: [], values: [[]], bands: [null] }, false],
      [{ steps: [1, 2], values: [[-1, 0]], bands: [null] }, true],
      [{ steps: [1, 2], values: [[0.001, 1000]], bands: [null] }, true],
    ] as const) {
      assert.doesNotMatch(chartSvg({ ...picture, data, log, lines: [line!] }), /NaN|Infinity|undefined/);
    }
  });
});
