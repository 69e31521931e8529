import '../../support/backend';
import assert from 'node:assert/strict';
import type { Embedded } from '../../../src/lab/numeric/embedded';
import type { RetrievalDistance } from '../../../src/lab/retrieval/nearness';
import { positiveRanks } from '../../../src/lab/retrieval/positiveRanks';
import { averagePrecision } from '../../../src/lab/metrics/averagePrecision';
import { reciprocalRank } from '../../../src/lab/metrics/reciprocalRank';
import { retrievalScores, type LoneQueries } from '../../../src/lab/metrics/retrievalScores';
import { describeGoldens, type GoldenRecall } from '../../support/goldens';
import { sameScores } from '../../support/goldenTable';

/** What of the goldens for metrics the lab does not have. */
const left: Record<string, string> = {
  'k: 10': 'R-Precision and MAP@R with fewer neighbours than R are inflated: the lab always looks at R',
  'averages of class averages, scores for each class': 'not in the lab: means are over queries',
  'optimistic, pessimistic and expected recall':
    'other policies for ties; the lab sorts by distance, then index',
};

describeGoldens('metrics against their goldens', (file) => {
  for (const set of file.recall) {
    for (const distance of ['euclidean', 'cosine'] as const) {
      it(`Recall@K, ${set.name}, ${distance}`, async () => {
        const { metrics, loneQueries } = await recall(set, distance);
        const found = set.Ks.map((k) => metrics[`R@${k}`]!);
        sameScores(
          found.map(() => 'metric/recallAtK'),
          found,
          set[distance].index_order,
        );
        assert.equal(loneQueries, set.queries_without_positive);
      });

      const excluded = set[`${distance}_lone_excluded`];
      if (typeof excluded === 'string') continue; // Nothing is left to score.
      it(`Recall@K without lone queries, ${set.name}, ${distance}`, async () => {
        const { metrics } = await recall(set, distance, 'left out');
        const found = set.Ks.map((k) => metrics[`R@${k}`]!);
        sameScores(
          found.map(() => 'metric/recallAtK'),
          found,
          excluded,
        );
      });
    }
  }

  for (const golden of file.metrics) {
    const { k, ...others } = golden.config;
    if (Object.keys(others).length > 0) continue;
    const set = file.metric_sets[golden.set]!;
    const gallery = set.reference ? embedded(set.reference, set.reference_labels!) : null;
    const queries = embedded(set.query, set.query_labels);

    it(`MAP and MRR, ${golden.set}${k ? `, k ${k}` : ''}`, async () => {
      const deepest = k === 'max_bin_count' ? largestClass(gallery ?? queries) - (gallery ? 0 : 1) : k;
      const within = typeof deepest === 'number' ? deepest : Infinity;
      const sums = { average: 0, reciprocal: 0, queries: 0 };
      for await (const [, ranks] of positiveRanks(queries, { distance: 'euclidean', gallery })) {
        sums.average += averagePrecision(ranks, within);
        sums.reciprocal += reciprocalRank(ranks, within);
        sums.queries += ranks.length > 0 ? 1 : 0; // The reference leaves lone queries out.
      }
      const theirs = ['mean_average_precision', 'mean_reciprocal_rank'];
      sameScores(
        ['metric/averagePrecision', 'metric/reciprocalRank'],
        [sums.average / sums.queries, sums.reciprocal / sums.queries],
        theirs.map((name) => golden.values[name] as number),
      );
    });

    if (typeof k === 'number') continue; // See `left`.
    it(`P@1, R-Precision and MAP@R, ${golden.set}${k ? `, k ${k}` : ''}`, async () => {
      // The reference leaves lone queries out.
      const settings = { recallAt: [1], distance: 'euclidean', gallery, lone: 'left out' } as const;
      const scores = await retrievalScores(queries, settings);
      const ours = ['R@1', 'R-Precision', 'MAP@R'] as const;
      const theirs = ['precision_at_1', 'r_precision', 'mean_average_precision_at_r'];
      sameScores(
        ['metric/recallAtK', 'metric/rPrecision', 'metric/averagePrecisionAtR'],
        ours.map((name) => scores.metrics[name]!),
        theirs.map((name) => golden.values[name] as number),
      );
    });
  }

  after(() => {
    for (const [id, reason] of Object.entries(left)) console.log(`      not covered: ${id}: ${reason}`);
  });
});

function largestClass({ labels }: Embedded): number {
  const all = Array.from(labels);
  return Math.max(...all.map((label) => all.filter((other) => other === label).length));
}

function recall(set: GoldenRecall, distance: RetrievalDistance, lone: LoneQueries = 'missed') {
  const gallery = set.gallery && embedded(set.gallery, set.gallery_labels!);
  return retrievalScores(embedded(set.query, set.query_labels), {
    recallAt: set.Ks,
    ...{ distance, gallery, lone },
  });
}

function embedded(rows: number[][], labels: number[]): Embedded {
  return { embeddings: Float32Array.from(rows.flat()), dimension: rows[0]!.length, labels };
}
