import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random, shuffled } from '../../../../src/lab/core/random';
import { kReciprocal } from '../../../../src/lab/metrics/kReciprocal';
import { scoresOfNearest } from '../../../../src/lab/metrics/retrievalScores';
import type { Embedded } from '../../../../src/lab/numeric/embedded';
import type { SearchSettings } from '../../../../src/lab/retrieval/searchSettings';
import { WeightedSets } from '../../../../src/lab/retrieval/weightedSets';
import { strangeRows } from '../../../support/strangeRows';

const euclidean = { distance: 'euclidean' } as const;

function embedded(rows: readonly (readonly number[])[]): Embedded {
  return {
    embeddings: Float32Array.from(rows.flat()),
    dimension: rows[0]!.length,
    labels: rows.map((_, i) => i),
  };
}

async function reranked(
  set: Embedded,
  options: Parameters<typeof kReciprocal>[2],
  settings: Partial<SearchSettings> = {},
  depth = 1000,
): Promise<number[][]> {
  const found: number[][] = [];
  for await (const [query, items] of kReciprocal(set, depth, options, settings)) found[query] = [...items];
  return found;
}

type Rows = readonly (readonly number[])[];

/** The equations over whole matrices. `first`: where the gallery begins. */
function plain(rows: Rows, k1: number, k2: number, lambda: number, first = 0): number[][] {
  const d = rows.map((a) => rows.map((b) => a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0)));
  const all = rows.map((_, i) => i);
  const near = d.map((row, p) => [
    p,
    ...all.filter((g) => g !== p).sort((a, b) => row[a]! - row[b]! || a - b),
  ]);
  const n = (p: number, k: number) => near[p]!.slice(0, k + 1);
  const r = (p: number, k: number) => n(p, k).filter((g) => n(g, k).includes(p));
  const v = all.map((p) => {
    const own = r(p, k1);
    const wide = new Set(own);
    for (const q of own) {
      const other = r(q, Math.max(1, Math.round(k1 / 2)));
      if (other.filter((g) => own.includes(g)).length >= (2 / 3) * other.length - 1e-9)
        other.forEach((g) => wide.add(g));
    }
    return all.map((g) => (wide.has(g) ? Math.exp(-d[p]![g]!) : 0));
  });
  const mean = all.map((p) =>
    all.map((g) => near[p]!.slice(0, k2).reduce((sum, q) => sum + v[q]![g]! / k2, 0)),
  );
  const jaccard = (a: number[], b: number[]) => {
    const sum = (pick: (x: number, y: number) => number) =>
      a.reduce((total, x, i) => total + pick(x, b[i]!), 0);
    return 1 - sum(Math.min) / sum(Math.max);
  };
  const queries = first === 0 ? all : all.slice(0, first);
  return queries.map((p) => {
    const score = all.map((g) =>
      Math.round(1e6 * ((1 - lambda) * jaccard(mean[p]!, mean[g]!) + lambda * d[p]![g]!)),
    );
    return all
      .filter((g) => g >= first && g !== p)
      .sort((a, b) => score[a]! - score[b]! || d[p]![a]! - d[p]![b]! || a - b)
      .map((g) => g - first);
  });
}

describe('WeightedSets', () => {
  it('gives the Jaccard distance to each set that shares a member', () => {
    const set = (members: number[], weights: number[]) => ({
      members: Int32Array.from(members),
      weights: Float32Array.from(weights),
    });
    const sets = new WeightedSets([set([0, 1], [1, 0.5]), set([1, 2], [1, 1]), set([2], [2]), set([3], [1])]);
    // min 0.5, max 1 + 1 + 1
    const expected = new Map([
      [0, 0],
      [1, 1 - 0.5 / 3],
    ]);
    assert.deepEqual(new Map(sets.distances(0)), expected);
    assert.deepEqual(new Map(sets.distances(0)), expected, 'again');
    assert.deepEqual(new Map(sets.distances(3)), new Map([[3, 0]]));
  });
});

describe('kReciprocal', () => {
  const stream = random(3, 'k-reciprocal');
  const centres = Array.from({ length: 6 }, () => Array.from({ length: 4 }, () => stream.normal()));
  const rows = Array.from({ length: 48 }, (_, i) =>
    centres[i % 6]!.map((x) => Math.fround(x + 0.5 * stream.normal())),
  );

  it('puts items with the same mutual neighbours first', async () => {
    // Nearest of each: 0 and 1 have each other, 2 has 1, 3 has 2. So 0 and 1 alone are mutual, the sets {0, 1}, {0, 1}, {2}, {3}.
    const line = [[0], [1], [2.25], [4]];
    assert.deepEqual(await reranked(embedded(line), { k1: 1, k2: 1 }, euclidean), [
      [1, 2, 3],
      [0, 2, 3],
      [1, 3, 0],
      [2, 1, 0],
    ]);
    // 3 lies nearer to 2 (1.25) than to 4 (1.5). Of two neighbours each, 2 has 1 and 0, 3 has 2 and 4, 4 has 5 and 6 or 3:
    // 4, between 3 and 5, has 5 (0.5) and 6 (1); nobody has 3. Averaged over two, 3 borrows the set of 2.
    const clumps = [[0], [0.5], [1], [2.25], [3.75], [4.25], [4.75]];
    assert.equal((await reranked(embedded(clumps), { k1: 2, k2: 2, lambda: 0 }, euclidean))[3]![0], 2);
  });

  for (const [k1, k2, lambda] of [
    [4, 1, 0.3],
    [5, 3, 0.3],
    [9, 4, 0],
    [20, 6, 0.3],
    [60, 6, 0.5],
  ] as const) {
    it(`orders as the equations over whole matrices do: k1 ${k1}, k2 ${k2}, λ ${lambda}`, async () => {
      const expected = plain(rows, k1, k2, lambda);
      assert.deepEqual(await reranked(embedded(rows), { k1, k2, lambda }, euclidean), expected);
      const top = await reranked(embedded(rows), { k1, k2, lambda }, { ...euclidean, tile: 16 }, 5);
      assert.deepEqual(
        top,
        expected.map((items) => items.slice(0, 5)),
      );
    });
  }

  it('searches a gallery, where queries are neighbours too', async () => {
    const settings = { ...euclidean, gallery: embedded(rows.slice(12)) };
    assert.deepEqual(
      await reranked(embedded(rows.slice(0, 12)), { k1: 6, k2: 3 }, settings),
      plain(rows, 6, 3, 0.3, 12),
    );
  });

  it('is by the first distance alone where λ is 1', async () => {
    const order = await reranked(embedded(rows), { lambda: 1 }, euclidean);
    assert.deepEqual(order, plain(rows, 20, 1, 1));
  });

  it('does not change with the order of rows, nor with their lengths where the distance is cosine', async () => {
    const order = shuffled(
      rows.map((_, i) => i),
      random(4, 'order'),
    );
    const moved = await reranked(embedded(order.map((i) => rows[i]!.map((x) => x * (1 + (i % 4))))), {});
    const first = await reranked(embedded(rows), {});
    moved.forEach((items, at) =>
      assert.deepEqual(
        items.map((item) => order[item]),
        first[order[at]!],
      ),
    );
  });

  it('is finite for duplicates, zeros, far rows, and few of them', async () => {
    for (const odd of [
      ...strangeRows,
      [
        [0, 0],
        [1e6, 0],
        [0, 1e6],
      ],
    ]) {
      for (const settings of [euclidean, {}]) {
        const found = await reranked(embedded(odd), {}, settings);
        found.forEach((items, query) =>
          assert.deepEqual(
            [...items, query].sort(),
            odd.map((_, i) => i),
          ),
        );
      }
    }
  });

  it('lifts scores of clusters that touch, as scoresOfNearest counts them', async () => {
    const labelled = { ...embedded(rows), labels: rows.map((_, i) => i % 6) };
    const scores = (lambda: number) =>
      scoresOfNearest(labelled, null, { recallAt: [1] }, (depth) =>
        kReciprocal(labelled, depth, { k1: 7, k2: 3, lambda }, euclidean),
      );
    const [before, after] = [await scores(1), await scores(0.3)];
    assert.ok(after.metrics['MAP@R'] > before.metrics['MAP@R'] + 0.02, `${after.metrics['MAP@R']}`);
  });

  it('refuses what makes no sense, and more than the memory', async () => {
    const set = embedded(rows);
    const refusals: [Promise<unknown>, string][] = [
      [reranked(set, { k1: 0 }), 'kReciprocal: k1 must be a whole number of at least 1; got 0'],
      [reranked(set, { k1: 3, k2: 5 }), 'kReciprocal: k2 must be at most k1 + 1 = 4; got 5'],
      [reranked(set, { lambda: 2 }), 'kReciprocal: lambda must be 0 to 1; got 2'],
      [
        reranked(set, {}, { distance: 'dotProduct' }),
        'kReciprocal: dotProduct is no distance; use cosine or euclidean',
      ],
    ];
    for (const [call, message] of refusals) await assert.rejects(call, new LabError(message));
    await assert.rejects(
      reranked(set, {}, { memory: 1000 }),
      /sets of \d+ of 48 rows fill 0 MB; give more memory/,
    );
  });
});
