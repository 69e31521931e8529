import assert from 'node:assert/strict';
import type { RecordedRun } from '../../../src/extension/runs/experimentScores';
import { RunClaims } from '../../../src/extension/runs/runClaims';
import { runsTree, type TreeRun } from '../../../src/extension/runs/runsTree';
import { sweepStanding } from '../../../src/runs/sweepStanding';
import { sampleRecord, sampleResult, sampleSweep } from '../runs/samples';
import { row } from './rows';

const claim = { better: 'circle', than: 'triplet', on: 'R@1' };
const experiment = 'file:///w/experiments/circle-loss.experiment.ts';

function recorded(variant: string, seed: number, recall: number): RecordedRun {
  const file = { ...sampleRecord().experiment, fileHash: 'the file', claim };
  const metrics = { ...sampleResult.metrics, test: { 'R@1': recall } };
  return {
    record: sampleRecord({ id: `${variant}-${seed}`, variant, seed, experiment: file }),
    result: { ...sampleResult, metrics },
  };
}

function claims(runs: readonly RecordedRun[]) {
  const stored = runs.map((run) => ({ run }));
  return new RunClaims({
    find: (id) => stored.find(({ run }) => run.record?.id === id),
    ofSweep: () => stored,
    ofExperiment: () => stored,
  });
}

const treeRun = ({ record }: RecordedRun): TreeRun => ({
  row: row({ id: record!.id, variant: record!.variant, seed: record!.seed, test: { 'R@1': 0.5 } }),
  ...{ experiment, sweep: null, trial: null, validationOnly: false },
});

describe('what runs say of a claim', () => {
  const runs = [0, 1, 2].flatMap((seed) => [
    recorded('circle', seed, 0.7 + seed / 1000),
    recorded('triplet', seed, 0.6),
  ]);
  const entries = runsTree(runs.map(treeRun), []).groups[0]!.entries;

  it('stands on the row of the better variant, and on no other', () => {
    const said = entries.map((node) => claims(runs).of(node)?.verdict.state ?? null);
    assert.deepEqual(said, ['supported', null]);
  });

  it('stands on the row of a sweep', () => {
    const standing = sweepStanding(sampleSweep(), [], new Set());
    const [group] = runsTree([], [{ standing, experiment, isAlive: false }]).groups;
    const said = claims(runs).of(group!.entries[0]!);
    assert.deepEqual([said?.claim, said?.verdict.pairs], [claim, 3]);
    assert.equal(claims([]).of(group!.entries[0]!), null);
    // Its search found other settings than the file states.
    const found = runs.map((run) => ({
      ...run,
      record: { ...run.record!, ...(run.record!.variant === 'circle' && { trial: 7 }) },
    }));
    assert.equal(claims(found).of(group!.entries[0]!)?.verdict.pairs, 3);
  });

  it('is not told of runs whose place others have taken', () => {
    const { config } = sampleRecord();
    const later = runs.map(({ record, result }) => ({
      record: { ...record!, id: `later ${record!.id}`, config: { ...config, steps: 200 } },
      result,
    }));
    assert.equal(claims([...later, ...runs]).of(entries[0]!), null);
  });
});
