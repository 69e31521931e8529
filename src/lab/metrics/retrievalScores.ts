import { checkPositiveInteger } from '../core/positiveInteger';
import { averagePrecisionAtR } from './averagePrecisionAtR';
import { checkEmbedded, rowsByLabel, type Embedded } from '../numeric/embedded';
import { positiveRanks, type RankSettings } from '../retrieval/positiveRanks';
import { rPrecision } from './rPrecision';
import { recallAtK } from './recallAtK';

export interface RetrievalScores {
  /** Means over all queries, fractions of 1: each `R@K`, `R-Precision` and `MAP@R`. */
  readonly metrics: Readonly<Record<`R@${number}` | 'MAP@R' | 'R-Precision', number>>;
  readonly queries: number;
  /** Queries without any positive. */
  readonly loneQueries: number;
}

/** What becomes of queries without any positive: a miss each, as in papers on metric learning, or nothing. */
export type LoneQueries = 'missed' | 'left out';

/**
 * Scores of retrieval: every sample is a query against all others, or queries against a gallery.
 * @internal
 * @param queries labelled embeddings, any length
 * @param settings.recallAt the K of Recall@K
 * @param settings.lone queries without positives are 'missed', the default, or 'left out'; where no other is left, scores are 0
 * @param settings.distance cosine, the default, euclidean or dotProduct
 * @param settings.gallery what is searched, where that is not the queries themselves
 * @param settings.memory bytes over the embeddings and one copy of them, about; default 512 MB
 * @throws LabError on sizes that do not fit, or embeddings that are not finite
 */
export async function retrievalScores(
  queries: Embedded,
  settings: { readonly recallAt: readonly number[]; readonly lone?: LoneQueries } & Partial<
    Omit<RankSettings, 'depth' | 'tile'>
  >,
): Promise<RetrievalScores> {
  const { recallAt, lone = 'missed', ...given } = settings;
  recallAt.forEach((k) => checkPositiveInteger('recallAtK', 'k', k));
  checkEmbedded('retrievalScores: queries', queries);
  if (given.gallery) {
    checkEmbedded('retrievalScores: gallery', given.gallery, queries.dimension);
  }

  const depth = Math.max(0, ...recallAt);
  return meanScores(positiveRanks(queries, { ...given, depth }), queries.labels.length, recallAt, lone);
}

/**
 * Scores of queries whose nearest items were ordered by other means, such as re-ranking.
 * @internal
 * @param nearest asked for the nearest items of each query, so many as the scores need: down to the largest K, and to the size of
 *   the largest class
 */
export async function scoresOfNearest(
  queries: Embedded,
  gallery: Embedded | null,
  { recallAt, lone = 'missed' }: { readonly recallAt: readonly number[]; readonly lone?: LoneQueries },
  nearest: (depth: number) => AsyncIterable<readonly [query: number, items: Int32Array]>,
): Promise<RetrievalScores> {
  const searched = gallery ?? queries;
  const sizes = new Map(Array.from(rowsByLabel(searched), ([label, rows]) => [label, rows.length]));
  const ofClass = (label: number) => Math.max(0, (sizes.get(label) ?? 0) - (gallery ? 0 : 1));
  const depth = Math.max(1, ...recallAt, ...Array.from(sizes.keys(), ofClass));
  async function* ranks() {
    for await (const [query, items] of nearest(depth)) {
      const label = queries.labels[query]!;
      const found = Array.from(items.entries()).filter(([, item]) => searched.labels[item] === label);
      const deeper = new Array<number>(ofClass(label) - found.length).fill(Infinity);
      yield [query, [...found.map(([place]) => place + 1), ...deeper]] as const;
    }
  }
  return meanScores(ranks(), queries.labels.length, recallAt, lone);
}

async function meanScores(
  ranksOfQueries: AsyncIterable<readonly [query: number, ranks: readonly number[]]>,
  count: number,
  recallAt: readonly number[],
  lone: LoneQueries,
): Promise<RetrievalScores> {
  const sums = { found: recallAt.map(() => 0), precision: 0, average: 0, lone: 0 };
  for await (const [, ranks] of ranksOfQueries) {
    recallAt.forEach((k, i) => (sums.found[i]! += recallAtK(ranks, k)));
    sums.precision += rPrecision(ranks);
    sums.average += averagePrecisionAtR(ranks);
    sums.lone += ranks.length === 0 ? 1 : 0;
  }
  const scored = Math.max(1, lone === 'missed' ? count : count - sums.lone);
  const recalls = recallAt.map((k, i) => [`R@${k}`, sums.found[i]! / scored] as const);
  return {
    metrics: {
      ...Object.fromEntries(recalls),
      'R-Precision': sums.precision / scored,
      'MAP@R': sums.average / scored,
    },
    queries: count,
    loneQueries: sums.lone,
  };
}
