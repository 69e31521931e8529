import { contingency, pairsOf, sharedPairs } from '../numeric/contingency';

/**
 * ARI: how far classes and clusters agree on which pairs of items belong together, less what chance would give.
 *
 *     ARI = (S - E) / ((C + K) / 2 - E)    E = C K / (all pairs)
 *     S, C, K = pairs that share class and cluster, class, cluster
 *
 * @source Hubert and Arabie, Journal of Classification 2, 1985
 * @param labels one for each item, any numbers
 * @param clusters one for each item, any numbers
 * @returns at most 1; about 0 by chance, and then it may be negative
 * @throws LabError where they differ in length, or are empty
 */
export function adjustedRandIndex(labels: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const table = contingency(labels, clusters);
  const { both, ofClass, ofCluster } = sharedPairs(table);
  const expected = (ofClass * ofCluster) / Math.max(1, pairsOf(table.count));
  const room = (ofClass + ofCluster) / 2 - expected;
  return room === 0 ? 1 : (both - expected) / room;
}
