import '../../support/backend';
import assert from 'node:assert/strict';
import type { Embedded, RetrievalDistance } from '../../../src/lab/retrieval/nearness';
import { retrievalScores } from '../../../src/lab/metrics/retrievalScores';
import { difference, describeGoldens, type GoldenRecall } from '../../support/goldens';

/** What of the goldens for metrics the lab does not have. */
const left: Record<string, string> = {
  mean_average_precision: 'over the whole gallery; papers on metric learning report it at R',
  mean_reciprocal_rank: 'reported by no paper here',
  'k: 10': 'R-Precision and MAP@R with fewer neighbours than R are inflated: the lab always looks at R',
  'averages of class averages, scores for each class': 'not in the lab yet',
  'optimistic, pessimistic and expected recall':
    'other policies for ties; the lab sorts by distance, then index',
};

describeGoldens('metrics against their goldens', (file) => {
  for (const set of file.recall) {
    for (const distance of ['euclidean', 'cosine'] as const) {
      it(`Recall@K, ${set.name}, ${distance}`, async () => {
        const { metrics, loneQueries } = await recall(set, distance);
        const found = set.Ks.map((k) => metrics[`R@${k}`]!);
        assert.equal(difference(found, set[distance].index_order), null);
        assert.equal(loneQueries, set.queries_without_positive);
      });
    }
  }

  for (const golden of file.metrics) {
    const { k } = golden.config;
    const plain = Object.keys(golden.config).length === 0 || k === 'max_bin_count';
    if (!plain) continue;
    it(`P@1, R-Precision and MAP@R, ${golden.set}${k ? `, k ${k}` : ''}`, async () => {
      const set = file.metric_sets[golden.set]!;
      const gallery = set.reference && embedded(set.reference, set.reference_labels!);
      const scores = await retrievalScores(embedded(set.query, set.query_labels), {
        recallAt: [1],
        distance: 'euclidean',
        gallery,
      });
      // The reference leaves lone queries out, the lab counts them as misses.
      const share = scores.queries / (scores.queries - scores.loneQueries);
      const ours = ['R@1', 'R-Precision', 'MAP@R'] as const;
      const theirs = ['precision_at_1', 'r_precision', 'mean_average_precision_at_r'];
      assert.equal(
        difference(
          ours.map((name) => scores.metrics[name]! * share),
          theirs.map((name) => golden.values[name] as number),
        ),
        null,
      );
    });
  }

  after(() => {
    for (const [id, reason] of Object.entries(left)) console.log(`      not covered: ${id}: ${reason}`);
  });
});

function recall(set: GoldenRecall, distance: RetrievalDistance) {
  const gallery = set.gallery && embedded(set.gallery, set.gallery_labels!);
  return retrievalScores(embedded(set.query, set.query_labels), { recallAt: set.Ks, distance, gallery });
}

function embedded(rows: number[][], labels: number[]): Embedded {
  return { embeddings: Float32Array.from(rows.flat()), dimension: rows[0]!.length, labels };
}
