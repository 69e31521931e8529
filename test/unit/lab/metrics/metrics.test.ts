import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { tf } from '../../../../src/lab/core/tf';
import { averagePrecisionAtR } from '../../../../src/lab/metrics/averagePrecisionAtR';
import type { Embedded } from '../../../../src/lab/numeric/embedded';
import type { RetrievalDistance } from '../../../../src/lab/retrieval/nearness';
import { neighbours } from '../../../../src/lab/retrieval/neighbours';
import type { SearchSettings } from '../../../../src/lab/retrieval/searchSettings';
import { positiveRanks, type RankSettings } from '../../../../src/lab/retrieval/positiveRanks';
import { precisionAtK } from '../../../../src/lab/metrics/precisionAtK';
import { recallAtK } from '../../../../src/lab/metrics/recallAtK';
import { retrievalScores } from '../../../../src/lab/metrics/retrievalScores';
import { rPrecision } from '../../../../src/lab/metrics/rPrecision';
import { cosine, dot, euclidean } from '../../../support/plain';

describe('scores of one query', () => {
  it('R@K asks for any positive among the K nearest', () => {
    assert.deepEqual(
      [1, 2, 3, 9].map((k) => recallAtK([3, 4], k)),
      [0, 0, 1, 1],
    );
    assert.equal(recallAtK([], 100), 0);
  });

  it('P@K is the share of positives among the K nearest', () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((k) => precisionAtK([2, 3, 9], k)),
      [0, 1 / 2, 2 / 3, 2 / 4],
    );
    assert.equal(precisionAtK([1], 1), recallAtK([1], 1));
    assert.equal(precisionAtK([], 5), 0);
  });

  it('R-Precision is the share of positives among the R nearest', () => {
    assert.equal(rPrecision([1, 3, 9]), 2 / 3);
    assert.equal(rPrecision([1, 2]), 1);
    assert.equal(rPrecision([3, 4]), 0);
    assert.equal(rPrecision([]), 0);
  });

  it('AP@R is the mean of the precisions at the positives among the R nearest', () => {
    assert.equal(averagePrecisionAtR([1, 3, 9]), (1 + 2 / 3) / 3);
    assert.equal(averagePrecisionAtR([2, 3]), 1 / 2 / 2);
    assert.equal(averagePrecisionAtR([]), 0);
  });
});

/** A set on the host. */
function embedded(rows: readonly (readonly number[])[], labels: readonly number[]): Embedded {
  return { embeddings: Float32Array.from(rows.flat()), dimension: rows[0]!.length, labels };
}

async function ranks(
  set: Embedded,
  gallery: Embedded | null,
  distance: RetrievalDistance,
  settings: Partial<RankSettings> = {},
) {
  const lists: number[][] = [];
  for await (const [query, list] of positiveRanks(set, { ...settings, gallery, distance }))
    lists[query] = list;
  return lists;
}

/** The same by sorting. */
function sortedRanks(rows: number[][], labels: number[], distance: (a: number[], b: number[]) => number) {
  return rows.map((query, i) => {
    const order = rows.map((_, j) => j).filter((j) => j !== i);
    const rounded = (j: number) => Math.round(distance(query, rows[j]!) * 1e12);
    order.sort((a, b) => rounded(a) - rounded(b) || a - b);
    return order.flatMap((j, rank) => (labels[j] === labels[i] ? [rank + 1] : []));
  });
}

describe('positiveRanks', () => {
  const stream = random(11, 'ranks');
  const labels = Array.from({ length: 70 }, () => stream.integer(9));
  const smooth = labels.map(() => Array.from({ length: 5 }, () => Math.fround(stream.normal())));
  const tied = labels.map(() => Array.from({ length: 3 }, () => stream.integer(3) - 1));
  const near = labels.map(() => Array.from({ length: 4 }, () => 1 + stream.integer(3) * 2 ** -22));

  for (const [name, rows] of Object.entries({
    'random rows': smooth,
    'many ties': tied,
    'rows almost equal': near,
  })) {
    const byCosine = (a: number[], b: number[]) => 1 - cosine(a, b);
    const byProduct = (a: number[], b: number[]) => -a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    const set = embedded(rows, labels);
    const ways = [
      ['euclidean', sortedRanks(rows, labels, euclidean)],
      ['cosine', sortedRanks(rows, labels, byCosine)],
      ['dotProduct', sortedRanks(rows, labels, byProduct)],
    ] as const;
    it(`counts what sorting would find: ${name}`, async () => {
      for (const [distance, expected] of ways) {
        assert.deepEqual(await ranks(set, null, distance), expected, distance);
      }
    });

    it(`finds the same in tiles, in several passes, and in a gallery: ${name}`, async () => {
      // 70 rows: whole tiles of 7, and of 16 with a part left.
      for (const settings of [
        { tile: 7 },
        { tile: 16 },
        { tile: 16, memory: 1 },
        { tile: 9, memory: 4000 },
      ]) {
        for (const [distance, expected] of ways) {
          assert.deepEqual(await ranks(set, null, distance, settings), expected, distance);
        }
        const halves = [embedded(rows.slice(0, 20), labels.slice(0, 20)), set] as const;
        const [whole, tiled] = [await ranks(...halves, 'cosine'), await ranks(...halves, 'cosine', settings)];
        assert.deepEqual(tiled, whole);
      }
    });

    it(`leaves out only ranks deeper than asked: ${name}`, async () => {
      for (const depth of [1, 5]) {
        for (const [distance, expected] of ways) {
          (await ranks(set, null, distance, { depth, tile: 16 })).forEach((list, query) => {
            assert.equal(list.length, expected[query]!.length);
            list.forEach((rank, at) => {
              const exact = expected[query]![at]!;
              const deepest = at === 0 ? Math.max(depth, list.length) : list.length;
              if (exact <= deepest) assert.equal(rank, exact);
              else assert.ok(rank === exact || rank === Infinity);
            });
          });
        }
      }
    });
  }

  it('counts alike where classes are so large that an engine multiplies within them', async () => {
    const halves = labels.map((_, at) => at % 2);
    const set = embedded(tied, halves);
    const expected = sortedRanks(tied, halves, euclidean);
    for (const settings of [{}, { tile: 7 }, { tile: 16, memory: 1 }]) {
      assert.deepEqual(await ranks(set, null, 'euclidean', settings), expected);
    }
  });

  it('tells how far it is', async () => {
    const told: number[] = [];
    await ranks(embedded(smooth, labels), null, 'cosine', { tile: 30, progress: (done) => told.push(done) });
    assert.equal(told.length, 6); // 3 x 3 tiles, half of them
    assert.ok(told.every((done, at) => done > (told[at - 1] ?? 0)));
    assert.equal(told.at(-1), 1);
  });

  it('ranks in a gallery, where the query is not left out', async () => {
    const queries = embedded([[0], [10]], [1, 2]);
    const gallery = embedded([[0], [1], [2], [11]], [2, 1, 1, 2]);
    assert.deepEqual(await ranks(queries, gallery, 'euclidean'), [
      [2, 3],
      [1, 4],
    ]);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await ranks(embedded(smooth, labels), null, 'cosine');
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('retrievalScores', () => {
  it('counts queries without positives as misses, and says how many they are', async () => {
    const scores = await retrievalScores(
      embedded(
        [
          [1, 0],
          [1, 0.1],
          [0, 1],
        ],
        [0, 0, 1],
      ),
      { recallAt: [1, 2] },
    );
    assert.deepEqual(scores, {
      metrics: { 'R@1': 2 / 3, 'R@2': 2 / 3, 'R-Precision': 2 / 3, 'MAP@R': 2 / 3 },
      queries: 3,
      loneQueries: 1,
    });
  });

  it('leaves queries without positives out where it is asked to', async () => {
    const set = embedded(
      [
        [1, 0],
        [1, 0.1],
        [0, 1],
      ],
      [0, 0, 1],
    );
    const scores = await retrievalScores(set, { recallAt: [1], lone: 'left out' });
    const all = { 'R@1': 1, 'R-Precision': 1, 'MAP@R': 1 };
    assert.deepEqual(scores, { metrics: all, queries: 3, loneQueries: 1 });
    const alone = await retrievalScores(
      { ...set, labels: Int32Array.of(0, 1, 2) },
      { recallAt: [1], lone: 'left out' },
    );
    assert.deepEqual(alone.metrics, { 'R@1': 0, 'R-Precision': 0, 'MAP@R': 0 });
  });

  it('takes cosine distance unless told otherwise', async () => {
    const set = embedded(
      [
        [1, 0],
        [9, 1],
        [1, 1],
      ],
      [0, 0, 1],
    );
    const by = async (distance?: RetrievalDistance) =>
      (await retrievalScores(set, { recallAt: [1], distance })).metrics['R@1'];
    assert.equal(await by(), 2 / 3);
    assert.equal(await by('euclidean'), 0);
  });

  it('refuses embeddings that are not finite, and says where', async () => {
    const set = embedded(
      [
        [1, 2],
        [3, NaN],
      ],
      [0, 0],
    );
    await assert.rejects(
      retrievalScores(set, { recallAt: [1] }),
      new LabError('retrievalScores: queries has NaN in row 1; every number must be finite'),
    );
  });

  it('refuses sizes that do not fit, and a K that counts nothing', async () => {
    const set = embedded(
      [
        [1, 2],
        [3, 4],
      ],
      [0, 0],
    );
    await assert.rejects(
      retrievalScores({ ...set, labels: [0, 1, 1] }, { recallAt: [1] }),
      /queries must be 3 embeddings of 2 numbers; got 4 numbers/,
    );
    await assert.rejects(retrievalScores({ ...set, labels: [] }, { recallAt: [1] }), /queries is empty/);
    await assert.rejects(retrievalScores(set, { recallAt: [0] }), /recallAtK: k must be a whole number/);
  });
});

describe('neighbours', () => {
  const stream = random(12, 'neighbours');
  const labels = Array.from({ length: 50 }, () => stream.integer(6));
  const tied = labels.map(() => Array.from({ length: 3 }, () => stream.integer(3) - 1));
  const smooth = labels.map(() => Array.from({ length: 5 }, () => Math.fround(stream.normal())));
  const distances = {
    euclidean,
    cosine: (a: number[], b: number[]) => 1 - cosine(a, b),
    dotProduct: (a: number[], b: number[]) => -dot(a, b),
  };

  async function found(set: Embedded, k: number, settings: Partial<SearchSettings>) {
    const lists: number[][] = [];
    for await (const [query, items] of neighbours(set, k, settings)) lists[query] = [...items];
    return lists;
  }

  for (const [name, rows] of Object.entries({ smooth, tied })) {
    for (const [distance, between] of Object.entries(distances)) {
      it(`are what sorting finds: ${name} rows, ${distance}`, async () => {
        const sorted = rows.map((query, i) => {
          const rounded = rows.map((row) => Math.round(between(query, row) * 1e12));
          const others = rows.map((_, j) => j).filter((j) => j !== i);
          return others.sort((a, b) => rounded[a]! - rounded[b]! || a - b);
        });
        const named = distance as RetrievalDistance;
        for (const settings of [{}, { tile: 16 }, { tile: 8, memory: 1 }]) {
          for (const k of [1, 7, 49, 80]) {
            const lists = await found(embedded(rows, labels), k, { ...settings, distance: named });
            assert.deepEqual(
              lists,
              sorted.map((list) => list.slice(0, k)),
              `${k}`,
            );
          }
        }
      });
    }
  }

  it('come from a gallery, where the query is not left out', async () => {
    const gallery = embedded([[3], [1], [1]], [0, 0, 0]);
    const lists = await found(embedded([[1], [9]], [5, 6]), 2, { gallery, distance: 'euclidean' });
    assert.deepEqual(lists, [
      [1, 2],
      [0, 1],
    ]);
    await assert.rejects(found(gallery, 0, {}), /k must be a whole number of at least 1; got 0/);
  });
});
