import { contingency, sharedPairs } from '../numeric/contingency';

/**
 * F1 of a clustering, over pairs of items: found are those that share a cluster, sought those that share a class.
 *
 *     F1 = 2 P R / (P + R)    P = S / K    R = S / C
 *     S, C, K = pairs that share class and cluster, class, cluster
 *
 * @paper lifted-structure, its evaluation
 * @param labels one for each item, any numbers
 * @param clusters one for each item, any numbers; see `kMeans`
 * @returns 0 to 1; 0 where no pair shares both
 * @throws LabError where they differ in length, or are empty
 */
export function pairF1(labels: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const { both, ofClass, ofCluster } = sharedPairs(contingency(labels, clusters));
  return both === 0 ? 0 : (2 * both) / (ofClass + ofCluster);
}
