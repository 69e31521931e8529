import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random, shuffled } from '../../../../src/lab/core/random';
import { metricFusion } from '../../../../src/lab/metrics/metricFusion';
import { retrievalScores, scoresOfNearest } from '../../../../src/lab/metrics/retrievalScores';
import type { Embedded } from '../../../../src/lab/numeric/embedded';
import { strangeRows } from '../../../support/strangeRows';

const labels = Array.from({ length: 60 }, (_, i) => i % 6);

/** Classes with centres; the larger the noise, the less the rows tell of them. */
function noisy(seed: number, noise: number): Embedded {
  const stream = random(seed, 'metric');
  const centres = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => stream.normal()));
  const rows = labels.map((label) => centres[label]!.map((x) => x + noise * stream.normal()));
  return { embeddings: Float32Array.from(rows.flat()), dimension: 6, labels };
}

const embedded = (rows: readonly (readonly number[])[]): Embedded => ({
  embeddings: Float32Array.from(rows.flat()),
  dimension: rows[0]!.length,
  labels: rows.map((_, i) => i),
});

const euclidean = { distance: 'euclidean' } as const;

async function score(metrics: readonly Embedded[], options = {}): Promise<number> {
  const { nearest } = await metricFusion(metrics, options);
  const entries = Array.from(nearest.entries());
  async function* lists() {
    yield* await Promise.resolve(entries);
  }
  return (await scoresOfNearest(metrics[0]!, null, { recallAt: [1] }, lists)).metrics['MAP@R'];
}

describe('metricFusion', () => {
  const good = noisy(1, 0.8);
  const other = noisy(2, 0.8);
  const bad = noisy(3, 6);

  it('diffuses by hand: one round of two rows and a third apart', async () => {
    // One neighbour each: 0 and 1 join, 2 joins 1. Distances 1, 1 and 2: σ is 1, 1 and 2, so W01 = e^-1 and W12 = e^-2.
    // The first round is S S / (1 + μ) + μ / (1 + μ) I: row 0 reaches 2 by 1, and has no way to 1 in two steps.
    const { nearest, weights } = await metricFusion(
      [embedded([[0], [1], [3]])],
      { neighbours: 1, rounds: 1, steps: 1 },
      euclidean,
    );
    assert.deepEqual(
      nearest.map((items) => [...items]),
      [
        [2, 1],
        [0, 2],
        [0, 1],
      ],
    );
    assert.deepEqual(weights, [1]);
  });

  it('scores higher than the best of its metrics, and gives a noisy one less weight', async () => {
    const single = async (set: Embedded) => (await retrievalScores(set, { recallAt: [1] })).metrics['MAP@R'];
    const best = Math.max(await single(good), await single(other));
    assert.ok((await score([good, other])) > best + 0.05);
    const { weights } = await metricFusion([good, bad, other]);
    assert.ok(weights[1]! < 0.3 && weights[1]! < Math.min(weights[0]!, weights[2]!));
    assert.ok((await score([good, bad, other])) > (await score([good, bad, other], { lambda: 1 })) + 0.02);
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9);
  });

  it('gives equal weights where λ is large, and to equal metrics', async () => {
    const near = (weights: readonly number[]) =>
      weights.forEach((weight) => assert.ok(Math.abs(weight - 1 / weights.length) < 1e-6));
    near((await metricFusion([good, bad, other], { lambda: 1e9 })).weights);
    near((await metricFusion([good, good])).weights);
  });

  it('does not change with the order of rows or metrics, nor with lengths where the distance is cosine', async () => {
    const order = shuffled(
      labels.map((_, i) => i),
      random(4, 'order'),
    );
    const moved = ({ embeddings, dimension }: Embedded): Embedded => ({
      embeddings: Float32Array.from(
        order.flatMap((i) =>
          [...embeddings.subarray(i * dimension, (i + 1) * dimension)].map((x) => x * (1 + (i % 4))),
        ),
      ),
      dimension,
      labels,
    });
    const first = await metricFusion([good, bad]);
    const again = await metricFusion([moved(bad), moved(good)]);
    first.weights.forEach((weight, v) => assert.ok(Math.abs(weight - again.weights[1 - v]!) < 1e-4));
    again.nearest.forEach((items, at) =>
      assert.deepEqual(
        Array.from(items.subarray(0, 5), (item) => order[item]),
        [...first.nearest[order[at]!]!.subarray(0, 5)],
      ),
    );
  });

  it('is finite for duplicates, zeros, far rows, and one row', async () => {
    for (const odd of [
      ...strangeRows,
      [
        [0, 0],
        [1e6, 0],
        [0, 1e-3],
      ],
    ]) {
      for (const settings of [euclidean, {}]) {
        const { weights, nearest } = await metricFusion(
          [embedded(odd), embedded(odd)],
          { neighbours: 1 },
          settings,
        );
        assert.ok(weights.every((weight) => Math.abs(weight - 0.5) < 1e-6));
        nearest.forEach((items, row) =>
          assert.deepEqual(
            [...items, row].sort(),
            odd.map((_, i) => i),
          ),
        );
      }
    }
  });

  it('refuses what makes no sense, and more rows than the memory holds', async () => {
    const refusals: [Promise<unknown>, string][] = [
      [metricFusion([]), 'metricFusion: there is no metric to fuse'],
      [metricFusion([good], { mu: 0 }), 'metricFusion: mu must be above 0; got 0'],
      [
        metricFusion([good], { neighbours: 0 }),
        'metricFusion: neighbours must be a whole number of at least 1; got 0',
      ],
      [
        metricFusion([good, embedded([[1]])]),
        'metricFusion: metric 1 has 1 rows, metric 0 has 60; give the same rows in each',
      ],
      [
        metricFusion([good], {}, { distance: 'dotProduct' }),
        'metricFusion: dotProduct is no distance; use cosine or euclidean',
      ],
      [
        metricFusion([good], {}, { gallery: other }),
        'metricFusion: a gallery cannot be searched; put all rows into each set',
      ],
      [
        metricFusion([good], {}, { memory: 40_000 }),
        'metricFusion: 60 rows need 1 MB, but the memory is 0 MB; give more, or fewer rows',
      ],
    ];
    for (const [call, message] of refusals) await assert.rejects(call, new LabError(message));
  });
});
