import assert from 'node:assert/strict';
import { pairScores, replicatesInWords, seedsForPairs } from '../../../src/statistics/pairedScores';
import { pairedVerdict } from '../../../src/statistics/pairedVerdict';

const of = (seed: number, fold: number | null, score: number, classes = `fold ${fold}`) => ({
  ...{ seed, fold, score, classes },
});
const cross = (seeds: number, folds: number) =>
  Array.from({ length: seeds * folds }, (_, at) => ({ seed: Math.floor(at / folds), fold: at % folds }));

describe('Paired scores', () => {
  it('pair by seed and fold, whatever the order, and count what has no partner', () => {
    const better = [of(1, 1, 0.9), of(0, 1, 0.8), of(0, 0, 0.7), of(2, 0, 0.1)];
    const than = [of(0, 0, 0.5), of(1, 1, 0.6), of(0, 1, 0.55), of(1, 0, 0.2)];
    const paired = pairScores(better, than);
    assert.deepEqual(
      paired.replicates.map(({ seed, fold }) => [seed, fold]),
      [
        [0, 0],
        [0, 1],
        [1, 1],
      ],
    );
    assert.deepEqual(
      [paired.better, paired.than],
      [
        [0.7, 0.8, 0.9],
        [0.5, 0.55, 0.6],
      ],
    );
    assert.equal(paired.unpaired, 2);
  });

  it('pair no runs that saw other classes, though the fold has the same number', () => {
    const paired = pairScores([of(0, 0, 0.7), of(1, 0, 0.8)], [of(0, 0, 0.5), of(1, 0, 0.6, 'others')]);
    assert.deepEqual([paired.better, paired.unpaired], [[0.7], 2]);
  });

  it('take out what folds have in common, which unpaired scores would not', () => {
    // Folds differ by 20 points, the variants by 1 on each.
    const scores = cross(2, 3).map(({ seed, fold }) => of(seed, fold, 0.3 + fold / 5 + seed / 1000));
    const better = scores.map((one, at) => ({ ...one, score: one.score + 0.01 + at / 10_000 }));
    const found = pairedVerdict(better.toReversed(), scores)!;
    assert.deepEqual([found.state, found.pairs, found.unpaired], ['supported', 6, 0]);
    assert.ok(Math.abs(found.mean - 0.01025) < 1e-12);
  });

  it('are counted in words', () => {
    const seeds = [0, 1].map((seed) => ({ seed, fold: null }));
    assert.equal(replicatesInWords(seeds), '2 seeds');
    assert.equal(replicatesInWords(seeds.slice(0, 1)), '1 seed');
    assert.equal(replicatesInWords(cross(5, 4)), '5 seeds × 4 folds');
    assert.equal(replicatesInWords(cross(1, 4)), '1 seed × 4 folds');
    assert.equal(replicatesInWords(cross(5, 4).slice(2)), '18 pairs of 5 seeds and 4 folds');
  });

  it('foresee seeds, not pairs', () => {
    assert.equal(seedsForPairs(9, cross(2, 4)), 3);
    assert.equal(seedsForPairs(9, [{ seed: 0, fold: null }]), 9);
    // 2, -1, 2 over one seed of three folds: 15 pairs would decide, which five seeds have.
    const found = pairedVerdict(
      [of(0, 0, 2), of(0, 1, -1), of(0, 2, 2)],
      [of(0, 0, 0), of(0, 1, 0), of(0, 2, 0)],
    )!;
    assert.deepEqual([found.pairsToDecide, found.seedsToDecide], [15, 5]);
  });
});
