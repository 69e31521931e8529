/**
 * Average precision; its mean over all queries is MAP, or MAP@K where only the K nearest count.
 *
 *     AP@K = 1/R Σ_{i=1..K} P(i)    P(i) = precision at i where the i-th nearest is positive, else 0
 *
 * R is how many of the query's class the gallery holds, without the query: K below R keeps the score below 1. A query without
 * positives scores 0.
 * @source Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 8
 * @param ranks of all positives of one query, ascending, 1 is the nearest; see `positiveRanks`
 * @param k how many of the nearest count; default all
 * @returns 0 to 1 for this query
 */
export function averagePrecision(ranks: ArrayLike<number>, k = Infinity): number {
  let sum = 0;
  for (let found = 0; found < ranks.length && ranks[found]! <= k; found++) sum += (found + 1) / ranks[found]!;
  return ranks.length === 0 ? 0 : sum / ranks.length;
}
