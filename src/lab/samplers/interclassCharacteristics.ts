import { kMeans } from '../core/kMeans';
import { LabError } from '../core/labError';
import { membersOf, someOf } from '../core/members';
import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { AdaptiveSampler } from './configured';

/** The paper's values for CUB-200-2011. */
export const defaults = {
  /** Clusters of what classes have in common, C; 200 for Cars, 50 for Stanford Online Products, 150 for In-Shop. */
  clusters: 30,
  /** Classes, or clusters, in a batch. */
  classes: 28,
  /** Samples of each. */
  perClass: 4,
  /** Steps on clusters for each step on classes, as a probability; the authors' code has 0.5 for Online Products. */
  auxiliary: 0.8,
  /** Part of the draws for a cluster that take any image; in all runs of the authors' code. */
  anyImage: 0.2,
  /** Steps between two clusterings. */
  refreshEvery: 200,
  /** classCentred: k-means of features without what their class has in common; random: control labels. */
  labels: 'classCentred' as ClusterLabels,
};
type ClusterLabels = 'classCentred' | 'random';
const clusterLabels: Readonly<Record<ClusterLabels, ClusterLabels>> = {
  classCentred: 'classCentred',
  random: 'random',
};

/**
 * Batches of interclass characteristics: some by class, some by clusters of what images of different classes share.
 *
 *     f̂(x_i) = (f(x_i) - μ_y) / σ_y,    z_i = the k-means cluster of f̂(x_i)
 *
 * f are the features that the network's last layer reads; μ and σ are taken over the images of a class. Each step is one on
 * classes, or, with probability p / (1 + p) for p = `auxiliary`, one on clusters. Goes with `withAuxiliaryEncoder(loss)`,
 * whose second head learns the clusters. The paper clusters features of several layers of a network trained beforehand and
 * refreshes from the auxiliary encoder; here the features are the trunk's own, each time.
 *
 * A batch takes classes (or clusters) at random; each comes equally often in time. Where there are fewer than wanted, some
 * come twice; where one has too few images, these do. An empty cluster gives nothing.
 *
 * Cost: a forward pass over all training images and a k-means every `refreshEvery` steps.
 * @paper mic-mining-interclass-characteristics, section 3.2
 * @returns a sampler whose batches bring `clusters`, int32 [B], each row's z, and `auxiliary`, float32 [], 1 for a step on
 *   clusters
 * @throws LabError where a setting is out of range; and in training, with fewer images than clusters
 */
export function interclassCharacteristics(options: Partial<typeof defaults> = {}): AdaptiveSampler {
  const set = withDefaults('interclassCharacteristics', defaults, options);
  const { clusters, classes, perClass, auxiliary, anyImage, refreshEvery } = set;
  for (const name of ['clusters', 'classes', 'perClass', 'refreshEvery'] as const) {
    checkPositiveInteger('interclassCharacteristics', name, set[name]);
  }
  for (const name of ['auxiliary', 'anyImage'] as const) {
    if (set[name] >= 0 && set[name] <= 1) continue;
    throw new LabError(`interclassCharacteristics: ${name} must be a number from 0 to 1; got ${set[name]}`);
  }
  const kind = choice('interclassCharacteristics', 'labels', clusterLabels, set.labels);
  const clusterState = (values: Int32Array) =>
    ({ cluster: { dtype: 'int32', shape: [values.length], values } }) as const;
  return {
    name: 'interclassCharacteristics',
    options: set,
    batchSize: classes * perClass,
    refreshEvery,
    initialState({ labels }) {
      if (clusters > labels.length) {
        throw new LabError(
          `interclassCharacteristics: clusters is ${clusters}, but the data has only ${labels.length} images; lower it`,
        );
      }
      return clusterState(new Int32Array(labels.length));
    },
    async refresh(_state, { labels }, seen, rng) {
      if (kind === 'random') return clusterState(labels.map(() => rng.integer(clusters)));
      const features = await seen.features();
      const columns = features.length / labels.length;
      return clusterState(kMeans(classStandardised(features, columns, labels), columns, clusters, rng));
    },
    draw({ cluster }, { labels }, rng) {
      const onClusters = rng.uniform() < auxiliary / (1 + auxiliary);
      const groups = [...membersOf(onClusters ? (cluster!.values as Int32Array) : labels)];
      const drawn = someOf(groups, classes, rng).flatMap(([group, samples]) =>
        someOf(samples, perClass, rng).map((sample) => ({
          group,
          sample: onClusters && rng.uniform() < anyImage ? rng.integer(labels.length) : sample,
        })),
      );
      const indices = Int32Array.from(drawn, ({ sample }) => sample);
      const values = onClusters
        ? Int32Array.from(drawn, ({ group }) => group)
        : indices.map((sample) => cluster!.values[sample]!);
      return {
        indices,
        extra: {
          clusters: { dtype: 'int32', shape: [indices.length], values },
          auxiliary: { dtype: 'float32', shape: [], values: Float32Array.of(onClusters ? 1 : 0) },
        },
      };
    },
  };
}

/** Each row less the mean of its class, by the deviation of its class; a column that does not vary there becomes 0. */
function classStandardised(rows: Float32Array, columns: number, labels: Int32Array): Float32Array {
  const result = new Float32Array(rows.length);
  for (const samples of membersOf(labels).values()) {
    for (let column = 0; column < columns; column++) {
      const values = samples.map((sample) => rows[sample * columns + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
      samples.forEach((sample, at) => (result[sample * columns + column] = (values[at]! - mean) * scale));
    }
  }
  return result;
}
