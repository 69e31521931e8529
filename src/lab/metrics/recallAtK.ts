/**
 * Recall@K as papers on metric learning use it: is any of the K nearest of the query's class?
 *
 *     R@K = mean over queries of 1 where the nearest positive has rank K or better, else 0
 *
 * This is not the recall of information retrieval, which counts how many positives are found. A query whose class has no
 * other sample is a miss. Queries and gallery may be two sets, as those of In-Shop are; where they are one, a query is left
 * out of its own gallery.
 * @paper lifted-structure, its evaluation
 * @param ranks of one query's positives in the gallery, ascending, 1 is the nearest; see `positiveRanks`
 * @param k at least 1
 * @returns 0 or 1 for this query
 */
export function recallAtK(ranks: ArrayLike<number>, k: number): number {
  return ranks.length > 0 && ranks[0]! <= k ? 1 : 0;
}
