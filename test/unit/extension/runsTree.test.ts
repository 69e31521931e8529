import assert from 'node:assert/strict';
import {
  childrenOf,
  descriptionOf,
  labelOf,
  runsTree,
  scoresText,
  type RunsNode,
  type TreeRun,
  type TreeSweep,
} from '../../../src/extension/runs/runsTree';
import { sweepStanding } from '../../../src/runs/sweepStanding';
import { sampleSweep } from '../runs/samples';
import { row } from './rows';

function run(change: Parameters<typeof row>[0], more: Partial<TreeRun> = {}): TreeRun {
  const experiment = 'file:///w/experiments/circle-loss.experiment.ts';
  return { row: row(change), experiment, sweep: null, trial: null, validationOnly: false, ...more };
}

const done = (seed: number, recallAt1: number, change: Parameters<typeof row>[0] = {}) =>
  run({ id: `done-${seed}`, state: 'finished', seed, test: { 'R@1': recallAt1 }, ...change });

const shown = (node: RunsNode): string =>
  node.kind === 'group' || node.kind === 'more'
    ? `${node.kind === 'group' ? node.group : 'more'} ${node.entries.length}`
    : `${labelOf(node)} | ${descriptionOf(node)}`;

const lines = (nodes: readonly RunsNode[], depth = 0): string[] =>
  nodes.flatMap((node) => ['  '.repeat(depth) + shown(node), ...lines(childrenOf(node), depth + 1)]);

describe('the tree of runs', () => {
  it('has groups by state, and seeds of one variant together', () => {
    const running = run({
      id: 'r',
      state: 'running',
      step: 62,
      steps: 100,
      secondsLeft: 64,
      variant: 'ranked-list',
      seed: 3,
    });
    const atTheEnd = run({ ...running.row, id: 'e', step: 100, secondsLeft: 0, seed: 4 });
    const failed = run({
      id: 'f',
      state: 'failed',
      message: '/a b/x.experiment.ts:2:7: the loss is no number\nat step 3',
      seed: 9,
    });
    const stopped = run({ id: 's', state: 'interrupted', step: 10, steps: 40, seed: 8 });
    const tree = runsTree(
      [running, atTheEnd, failed, stopped, done(2, 0.72), done(1, 0.71), done(0, 0.7)],
      [],
    );
    assert.deepEqual(lines(tree.groups), [
      'running 2',
      '  ranked-list · seed 3 | 62% · 1 min 04 s left',
      '  ranked-list · seed 4 | scoring',
      'failed 1',
      '  circle · seed 9 | the loss is no number',
      'stopped 1',
      '  circle · seed 8 | 25% · circle-loss',
      'done 1',
      '  circle · seeds 0–2 | 71.0 ± 2.5 · circle-loss',
      '    circle · seed 0 | 70.0 · circle-loss',
      '    circle · seed 1 | 71.0 · circle-loss',
      '    circle · seed 2 | 72.0 · circle-loss',
    ]);
    assert.deepEqual([tree.running, tree.queued], [2, 0]);
  });

  const sizes = { train: 3, validation: 1, test: 4 };
  const classes = (hash: string, index?: number) => ({
    split: {
      hash,
      ...(index !== undefined && { fold: { index, of: 4, cut: 'full' as const } }),
      ...{ classes: sizes, images: sizes },
    },
  });

  it('keeps apart what may not be averaged', () => {
    const others = [
      { codeHash: 'another' },
      { version: '0.0.1' },
      { backend: 'another' },
      { selectedOn: 'last' as const },
      { selectedOn: 'oracle' as const },
      classes('other classes'),
      classes('a fold', 1),
    ];
    for (const other of others) {
      const [group] = runsTree([done(0, 0.7), done(1, 0.5, other)], []).groups;
      assert.equal(group!.entries.length, 2, JSON.stringify(other));
    }
    const [group] = runsTree([done(1, 0.5, classes('a fold', 1)), done(0, 0.9, others[4])], []).groups;
    assert.deepEqual(group!.entries.map(shown), [
      'circle · seed 1 · fold 1 | 50.0 · circle-loss',
      'circle · seed 0 | 90.0 · oracle · circle-loss',
    ]);
  });

  it('counts each seed and fold once, by its newest run, and says over what a mean is', () => {
    const again = [done(0, 0.7, { id: 'new' }), done(1, 0.7), done(0, 0.1, { id: 'old' })];
    assert.deepEqual(runsTree(again, []).groups[0]!.entries.map(shown), [
      'circle · seeds 0, 1 | 70.0 ± 0.0 · circle-loss',
    ]);
    const folds = [0, 1].flatMap((seed) =>
      [0, 1].map((fold) => done(seed, 0.7 + fold / 100, classes(`fold ${fold}`, fold))),
    );
    assert.deepEqual(runsTree(folds, []).groups[0]!.entries.map(shown), [
      'circle · seeds 0, 1 · 2 folds | 70.5 ± 0.9 (2 seeds × 2 folds) · circle-loss',
    ]);
  });

  it('names the classes on which a score was taken', () => {
    const validation = { step: 10, metrics: { 'R@1': 0.8, 'MAP@R': 0.5, spread: 0.3 } };
    assert.equal(scoresText(done(2, 0.7, { validation, ...classes('x', 3) })), 'seed 2, fold 3: R@1 70.0');
    const trial = run({ id: 't', validation }, { validationOnly: true, trial: 4 });
    assert.equal(scoresText(trial), 'seed 0, on validation: R@1 80.0, MAP@R 50.0');
    assert.deepEqual(runsTree([trial], []).groups[0]!.entries.map(shown), [
      'circle · trial 4 · seed 0 | MAP@R 50.0 on validation · circle-loss',
    ]);
  });

  it('has a sweep with its runs, and what waits in it', () => {
    const sweep = sampleSweep();
    const inside = [0, 1].map((seed) => ({ ...done(seed, 0.7), sweep: sweep.id }));
    const standing = sweepStanding(sweep, [], new Set());
    const of = (isAlive: boolean): TreeSweep => ({ standing, experiment: inside[0]!.experiment, isAlive });
    const alive = runsTree(inside, [of(true)]);
    assert.deepEqual(alive.groups.map(shown), ['running 1', 'queued 4']);
    assert.equal(alive.queued, 4);
    assert.deepEqual(lines(alive.groups.slice(0, 1)), [
      'running 1',
      '  circle-loss · sweep | 0/4',
      '    circle · seeds 0, 1 | 70.0 ± 0.0 · circle-loss',
      '      circle · seed 0 | 70.0 · circle-loss',
      '      circle · seed 1 | 70.0 · circle-loss',
    ]);
    assert.deepEqual(runsTree(inside, [of(false)]).groups.map(shown), ['stopped 1']);
    // A sweep whose own folder is gone leaves its runs.
    assert.deepEqual(runsTree(inside, []).groups.map(shown), ['done 1']);
  });

  it('gives long lists page by page', () => {
    const runs = Array.from({ length: 450 }, (_, at) => done(0, 0.5, { id: `${at}`, variant: `v${at}` }));
    const [group] = runsTree(runs, []).groups;
    const first = childrenOf(group!);
    assert.equal(first.length, 201);
    assert.equal(shown(first.at(-1)!), 'more 250');
    assert.deepEqual(childrenOf(first.at(-1)!).map(shown).slice(-1), ['more 50']);
  });
});
