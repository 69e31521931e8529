/**
 * Average precision at R; its mean over all queries is MAP@R. As R-Precision, but positives that come earlier count more.
 *
 *     AP@R = 1/R Σ_{i=1..R} P(i)    P(i) = precision at i where the i-th nearest is positive, else 0
 *
 * R is how many of the query's class the gallery holds, without the query. A query without positives scores 0.
 * There is no K: the depth is R, each query's own, so that a perfect embedding scores 1 whatever the sizes of its classes. With
 * a depth of K it is `averagePrecision`.
 * @paper metric-learning-reality-check, its definition of MAP@R
 * @param ranks of all positives of one query, ascending, 1 is the nearest; see `positiveRanks`
 * @returns 0 to 1 for this query
 */
export function averagePrecisionAtR(ranks: ArrayLike<number>): number {
  const r = ranks.length;
  let sum = 0;
  for (let found = 0; found < r && ranks[found]! <= r; found++) sum += (found + 1) / ranks[found]!;
  return r === 0 ? 0 : sum / r;
}
