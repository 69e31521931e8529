import { contingency, entropy, mutualInformation } from '../numeric/contingency';

/**
 * NMI: how much a clustering tells of the classes, 0 for nothing, 1 where both are the same up to names.
 *
 *     NMI = I(classes; clusters) / ((H(classes) + H(clusters)) / 2)
 *
 * Not corrected for chance: it grows with the number of clusters. One class in one cluster scores 1.
 * @paper lifted-structure, its evaluation; the mean of both entropies is arithmetic, as in scikit-learn
 * @param labels one for each item, any numbers
 * @param clusters one for each item, any numbers; see `kMeans`
 * @returns 0 to 1
 * @throws LabError where they differ in length, or are empty
 */
export function normalisedMutualInformation(labels: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const table = contingency(labels, clusters);
  const mean = (entropy(table.classes, table.count) + entropy(table.clusters, table.count)) / 2;
  return mean === 0 ? 1 : Math.min(1, mutualInformation(table) / mean);
}
