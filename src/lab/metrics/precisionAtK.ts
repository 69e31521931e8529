/**
 * Precision at K: which part of the K nearest is of the query's class. At K = 1 it is Recall@1.
 *
 *     P@K = 1/K (positives among the K nearest)
 *
 * A query with fewer than K positives cannot reach 1; R-Precision mends that.
 * @source Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 8
 * @param ranks of one query's positives in the gallery, ascending, 1 is the nearest; see `positiveRanks`
 * @param k at least 1
 * @returns 0 to 1 for this query
 */
export function precisionAtK(ranks: ArrayLike<number>, k: number): number {
  let found = 0;
  while (found < ranks.length && ranks[found]! <= k) found++;
  return found / k;
}
