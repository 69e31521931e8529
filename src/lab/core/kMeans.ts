import { linearSumAssignment } from 'linear-sum-assignment';
import { kmeans } from 'ml-kmeans';
import type { Random } from './random';

/**
 * The cluster of each row by k-means from a k-means++ start, the best of a few starts. Rows that are equal share a
 * cluster, so some clusters may be empty.
 * @param rows float32, row-major [N, columns]
 * @param clusters K, at most N
 * @param starts how often it begins anew
 * @returns int32 [N], 0 to K - 1
 */
export function kMeans(
  rows: Float32Array,
  columns: number,
  clusters: number,
  rng: Random,
  starts = 5,
): Int32Array {
  const points = Array.from({ length: rows.length / columns }, (_, at) =>
    Array.from(rows.subarray(at * columns, (at + 1) * columns)),
  );
  let [best, least] = [new Int32Array(points.length), Infinity];
  for (let start = 0; start < starts; start++) {
    const result = kmeans(points, clusters, { seed: 1 + rng.integer(2 ** 30) });
    const spread = result
      .computeInformation(points)
      .reduce((sum, { size, error }) => sum + (size > 0 ? size * error : 0), 0);
    if (spread < least) [best, least] = [Int32Array.from(result.clusters), spread];
  }
  return best;
}

/**
 * The clusters renamed so that as many rows as can be keep the cluster that they had: a linear assignment on overlaps.
 * @param before int32 [N], 0 to clusters - 1
 * @param after int32 [N], 0 to clusters - 1
 */
export function matchedClusters(before: Int32Array, after: Int32Array, clusters: number): Int32Array {
  const overlap = Array.from({ length: clusters }, () => new Float64Array(clusters));
  after.forEach((cluster, row) => overlap[cluster]![before[row]!]!++);
  const { rowAssignments } = linearSumAssignment(overlap, { maximaze: true });
  return after.map((cluster) => rowAssignments[cluster]!);
}
