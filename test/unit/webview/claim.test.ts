import assert from 'node:assert/strict';
import type { RunRow } from '../../../src/protocol/results';
import { judge, paired, unpaired } from '../../../src/webview/model/claim';
import { groupRuns } from '../../../src/webview/model/groups';
import { comparison, finishedRuns, run, scores } from '../../fixtures/results/snapshots';

const claim = comparison.claim!;

describe('a claim held against the runs', () => {
  it('is judged over the seeds that both variants ran with', () => {
    const found = judge(claim, groupRuns(comparison.rows));
    assert.equal(found?.verdict.state, 'supported');
    assert.equal(found?.verdict.pairs, 4);
    assert.ok(Math.abs(found!.verdict.mean - 0.03935) < 1e-9);
  });

  it('is not judged where no seed is common, or a side is an oracle', () => {
    const [circle, triplet] = [finishedRuns.slice(0, 1), finishedRuns.slice(5, 6)];
    assert.equal(judge(claim, groupRuns([...circle, ...triplet])), null);
    const oracle = finishedRuns.slice(4).map((row) => ({ ...row, selectedOn: 'oracle' as const }));
    assert.equal(judge(claim, groupRuns([...finishedRuns.slice(0, 4), ...oracle])), null);
  });

  it('is not judged between runs of different code, nor of two versions of Metric Lab', () => {
    for (const other of [{ codeHash: 'other' }, { version: '0.0.1' }]) {
      const triplet = finishedRuns.slice(4).map((row) => ({ ...row, ...other }));
      assert.equal(judge(claim, groupRuns([...finishedRuns.slice(0, 4), ...triplet])), null);
    }
  });

  it('is not judged between a last step and one chosen by validation', () => {
    const last = finishedRuns.slice(4).map((row) => ({ ...row, select: 'last' as const }));
    assert.equal(judge(claim, groupRuns([...finishedRuns.slice(0, 4), ...last])), null);
  });

  it('is that of the newest experiment, and held against no other', () => {
    const newest = run({ id: 'newest', experiment: 'another.ts' });
    assert.equal(judge(claim, groupRuns([newest, ...finishedRuns])), null);
  });

  it('is held against runs of the file as it is, at settings as written, before others', () => {
    const change = (id: string, more: Partial<RunRow>) =>
      finishedRuns.map((row) => ({ ...row, id: `${id} ${row.id}`, ...more }));
    const searched = change('searched', { search: { sweep: 's', trial: 1 } }).map((row) => ({
      ...row,
      config: { ...row.config, evaluateEvery: 1 },
    }));
    const stale = change('stale', { codeHash: 'old', fileHash: 'old' });
    const current = { 'experiments/circle.ts': 'a1b2' };
    const judged = (rows: readonly RunRow[]) => {
      const found = judge(claim, groupRuns(rows, { current }));
      return [found?.group.stale, found?.group.trials, found?.rival.trials];
    };
    assert.deepEqual(judged([...stale, ...searched, ...finishedRuns]), [false, null, null]);
    assert.deepEqual(judged([...stale, ...searched]), [false, 1, 1]);
    assert.deepEqual(judged(stale), [true, null, null]);
  });

  it('is not judged between runs of different length', () => {
    const short = finishedRuns.slice(4).map((row) => ({ ...row, config: { ...row.config, steps: 3 } }));
    assert.equal(judge(claim, groupRuns([...finishedRuns.slice(0, 4), ...short])), null);
  });
});

describe('differences to a baseline', () => {
  const [circle, triplet] = groupRuns(finishedRuns);

  it('are paired by seed, whatever the order', () => {
    const [turned] = groupRuns([...finishedRuns.slice(4)].reverse());
    assert.deepEqual(paired(circle!, turned!, 'R@1'), paired(circle!, triplet!, 'R@1'));
    assert.equal(paired(circle!, circle!, 'R@1')?.mean, 0);
  });

  it('leave out seeds that one side lacks, and scores that are none', () => {
    const [few] = groupRuns([run({ id: 'a', seed: 1, variant: 'x', test: scores(0.5) })]);
    assert.equal(paired(circle!, few!, 'R@1')?.pairs, 1);
    assert.equal(paired(circle!, few!, 'NMI'), null);
    assert.match(unpaired(circle!, triplet!, 'R@1'), /^Welch's t p < 0.001/);
    assert.equal(unpaired(circle!, few!, 'R@1'), '');
  });
});
