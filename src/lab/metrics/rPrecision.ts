/**
 * R-Precision: of the R nearest, the share of the query's class, where R is how many of its class the gallery holds.
 *
 *     RP = (positives with rank R or better) / R
 *
 * The query itself is not in the gallery: R is the size of its class less 1. A query without positives scores 0.
 * There is no K: a fixed one below R would leave positives out, one above R would count places that no positive can fill, so
 * that a perfect embedding would not score 1. R fits each query, and classes of any size can be averaged.
 * @paper metric-learning-reality-check, its definition of R-Precision
 * @param ranks of all positives of one query, ascending, 1 is the nearest; see `positiveRanks`
 * @returns 0 to 1 for this query
 */
export function rPrecision(ranks: ArrayLike<number>): number {
  const r = ranks.length;
  let found = 0;
  while (found < r && ranks[found]! <= r) found++;
  return r === 0 ? 0 : found / r;
}
