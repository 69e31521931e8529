import assert from 'node:assert/strict';
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
