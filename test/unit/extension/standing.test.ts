import assert from 'node:assert/strict';
import { standingText } from '../../../src/extension/lens/lensText';
import { standingOf } from '../../../src/extension/runs/standing';
import { row } from './rows';

const scored = (variant: string, seed: number, value: number, createdAt = '2026-11-21T09:00:00.000Z') =>
  row({ variant, seed, test: { 'R@1': value }, createdAt });

describe('standingOf', () => {
  it('averages over seeds and names the variant that scores best', () => {
    const rows = [scored('circle', 0, 0.7), scored('circle', 1, 0.72), scored('triplet', 0, 0.6)];
    const { best } = standingOf(rows, null);
    assert.deepEqual([best?.variant, best?.seeds], ['circle', 2]);
    assert.ok(Math.abs((best?.recallAt1 ?? 0) - 0.71) < 1e-12);
  });

  it('prefers the variant of the claim, once it has finished', () => {
    const rows = [scored('circle', 0, 0.6), scored('triplet', 0, 0.7)];
    assert.equal(standingOf(rows, 'circle').best?.variant, 'circle');
    assert.equal(standingOf(rows, 'other').best?.variant, 'triplet');
  });

  it('counts a seed once, by its latest run', () => {
    const rows = [
      scored('circle', 0, 0.9, '2026-11-01T00:00:00.000Z'),
      scored('circle', 0, 0.7, '2026-11-02T00:00:00.000Z'),
    ];
    assert.deepEqual(standingOf(rows, null).best, { variant: 'circle', recallAt1: 0.7, seeds: 1 });
  });

  it('never averages runs that differ in more than their seed', () => {
    const newest = scored('circle', 0, 0.7, '2026-11-02T00:00:00.000Z');
    const old = scored('circle', 1, 0.1, '2026-11-01T00:00:00.000Z');
    const other = { ...old, config: { ...old.config, steps: 10 } };
    assert.equal(standingOf([other, newest], null).best?.recallAt1, 0.7);
    assert.equal(standingOf([{ ...old, backend: 'tensorflow' }, newest], null).best?.seeds, 1);
  });

  it('says how far the running ones are, together', () => {
    const rows = [
      row({ state: 'running', step: 50, steps: 100 }),
      row({ state: 'running', step: 0, steps: 100 }),
    ];
    assert.deepEqual(standingOf(rows, null), { best: null, progress: 0.25 });
  });

  it('is empty without runs', () => {
    assert.deepEqual(standingOf([], null), { best: null, progress: null });
  });
});

describe('standingText', () => {
  it('is short enough for a lens', () => {
    const best = { variant: 'circle', recallAt1: 0.7111, seeds: 3 };
    assert.equal(standingText({ best, progress: null }), 'R@1 71.1 (3)');
    assert.equal(standingText({ best: null, progress: 0.5 }), null);
  });
});
