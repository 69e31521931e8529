import { LabError } from '../core/labError';

/** How often each pair of class and cluster occurs. */
export interface Contingency {
  readonly count: number;
  /** Items that share class and cluster; one number for each pair that occurs. */
  readonly joint: readonly { readonly both: number; readonly ofClass: number; readonly ofCluster: number }[];
  readonly classes: readonly number[];
  readonly clusters: readonly number[];
}

/** @throws LabError where the two differ in length, or are empty */
export function contingency(labels: ArrayLike<number>, clusters: ArrayLike<number>): Contingency {
  const count = labels.length;
  if (count === 0 || clusters.length !== count) {
    throw new LabError(
      `each item needs a label and a cluster; got ${count} labels, ${clusters.length} clusters`,
    );
  }
  const ofClass = new Map<number, number>();
  const ofCluster = new Map<number, number>();
  const both = new Map<number, Map<number, number>>();
  for (let i = 0; i < count; i++) {
    const [label, cluster] = [labels[i]!, clusters[i]!];
    ofClass.set(label, (ofClass.get(label) ?? 0) + 1);
    ofCluster.set(cluster, (ofCluster.get(cluster) ?? 0) + 1);
    const row = both.get(label) ?? new Map<number, number>();
    both.set(label, row.set(cluster, (row.get(cluster) ?? 0) + 1));
  }
  return {
    count,
    joint: [...both].flatMap(([label, row]) =>
      [...row].map(([cluster, number]) => ({
        both: number,
        ofClass: ofClass.get(label)!,
        ofCluster: ofCluster.get(cluster)!,
      })),
    ),
    classes: [...ofClass.values()],
    clusters: [...ofCluster.values()],
  };
}

/** In nats: -Σ p log p over groups of these sizes. */
export function entropy(sizes: readonly number[], count: number): number {
  return -sizes.reduce((sum, size) => sum + (size / count) * Math.log(size / count), 0);
}

/** In nats: Σ p(class, cluster) log(p(class, cluster) / (p(class) p(cluster))), at least 0. */
export function mutualInformation({ count, joint }: Contingency): number {
  const sum = joint.reduce(
    (total, { both, ofClass, ofCluster }) => total + both * Math.log((both * count) / (ofClass * ofCluster)),
    0,
  );
  return Math.max(0, sum / count);
}

/** n (n - 1) / 2 */
export const pairsOf = (n: number) => (n * (n - 1)) / 2;

/** How many pairs of items share both class and cluster, the class, the cluster. */
export function sharedPairs({ joint, classes, clusters }: Contingency) {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + pairsOf(size), 0);
  return { both: sum(joint.map(({ both }) => both)), ofClass: sum(classes), ofCluster: sum(clusters) };
}
