/**
 * One over the rank of the nearest positive; its mean over all queries is MRR.
 *
 *     RR = 1 / (rank of the nearest positive), 0 where that lies deeper than K
 *
 * A query without positives scores 0.
 * @source Voorhees, The TREC-8 Question Answering Track Report, 1999
 * @param ranks of one query's positives, ascending, 1 is the nearest; see `positiveRanks`
 * @param k how many of the nearest count; default all
 * @returns 0 to 1 for this query
 */
export function reciprocalRank(ranks: ArrayLike<number>, k = Infinity): number {
  return ranks.length > 0 && ranks[0]! <= k ? 1 / ranks[0]! : 0;
}
