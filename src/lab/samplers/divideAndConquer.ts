import { kMeans, matchedClusters } from '../core/kMeans';
import { LabError } from '../core/labError';
import { membersOf, someOf } from '../core/members';
import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { unitRows } from '../core/unitRows';
import type { AdaptiveSampler } from './configured';

/** The paper's values for small data sets. */
export const defaults = {
  /** Clusters of the data, and slices of the embedding, K; 8 for data sets of many thousand images. */
  clusters: 4,
  /** Classes in a batch. */
  classes: 20,
  /** Samples of each class. */
  perClass: 4,
  /** Steps between two clusterings; the paper has 2 epochs. */
  refreshEvery: 100,
  /** Steps on all data before the division, a multiple of `refreshEvery`; the paper begins with a network that is trained. */
  warmUp: 0,
  /** The step at which divided training ends; then the whole embedding learns from all data. The authors divide 190 of 200 epochs. */
  dividedSteps: 1900,
  /** What divides the data: kMeans; random, once and for all, as a control; none: batches from all data. */
  partition: 'kMeans' as DivisionOfData,
  /** Whether only the cluster's own slice of the embedding is trained; false as the authors' code does from epoch 80 on. */
  slices: true,
};
type DivisionOfData = 'kMeans' | 'random' | 'none';
const divisionsOfData: Readonly<Record<DivisionOfData, DivisionOfData>> = {
  kMeans: 'kMeans',
  random: 'random',
  none: 'none',
};

/**
 * Divide and conquer: each batch comes from one cluster of the data, and trains one slice of the embedding.
 *
 *     min Σ_k E_{B ~ C_k} l(f_k(x)),    f = [f_1, ..., f_K],  C_k the k-th cluster of the training embeddings
 *
 * Every `refreshEvery` steps the training images are embedded, brought to length 1 and clustered by k-means; a linear
 * assignment on overlaps gives each slice its old cluster back. Batches go round robin through the clusters, classes x
 * samples in each. Goes with `withSlices(loss)`, which keeps the slice alone; evaluation takes the whole embedding, for
 * which `models.unitSlices` brings each slice to length 1, as the paper does.
 *
 * A class with a single image in a cluster is left out there. Where a cluster has fewer classes than a batch, some come
 * twice, and where a class has fewer images, these do; a cluster without any pair of one class draws from all the data.
 * Within a cluster every class comes equally often in time, so images in small clusters are met more often.
 *
 * Cost: a forward pass over all training images and a k-means every `refreshEvery` steps. The last slice takes the columns
 * that are left where D is no multiple of K.
 * @paper divide-and-conquer, section 3, algorithm 1
 * @returns a sampler whose batches bring `dimensions`, float32 [D]: 1 for the columns to train
 * @throws LabError where a setting is out of range; and in training, with fewer images or columns than clusters
 */
export function divideAndConquer(options: Partial<typeof defaults> = {}): AdaptiveSampler {
  const set = withDefaults('divideAndConquer', defaults, options);
  const { clusters, classes, perClass, refreshEvery, warmUp, dividedSteps, slices } = set;
  for (const name of ['clusters', 'classes', 'perClass', 'refreshEvery', 'dividedSteps'] as const) {
    checkPositiveInteger('divideAndConquer', name, set[name]);
  }
  const partition = choice('divideAndConquer', 'partition', divisionsOfData, set.partition);
  if (warmUp < 0 || warmUp >= dividedSteps || warmUp % refreshEvery !== 0) {
    throw new LabError(
      `divideAndConquer: warmUp must be a multiple of refreshEvery, ${refreshEvery}, from 0 to below dividedSteps, ${dividedSteps}; got ${warmUp}`,
    );
  }
  const isDivided = (step: number) => step >= warmUp && step < dividedSteps;
  return {
    name: 'divideAndConquer',
    options: set,
    batchSize: classes * perClass,
    refreshEvery,
    initialState({ labels, dimension }) {
      if (clusters > Math.min(labels.length, dimension)) {
        throw new LabError(
          `divideAndConquer: clusters is ${clusters}, more than the ${labels.length} images or the ${dimension} columns of an embedding; lower it`,
        );
      }
      return clusterState(new Int32Array(labels.length));
    },
    async refresh(state, { dimension }, seen, rng) {
      const before = state['cluster']!.values as Int32Array;
      if (partition === 'none' || !isDivided(seen.step)) return state;
      const isFirst = seen.step < warmUp + refreshEvery;
      if (partition === 'random') {
        return isFirst ? clusterState(before.map(() => rng.integer(clusters))) : state;
      }
      const found = kMeans(unitRows(await seen.embeddings(), dimension), dimension, clusters, rng);
      return clusterState(isFirst ? found : matchedClusters(before, found, clusters));
    },
    draw({ cluster }, { labels, dimension }, rng, step) {
      const turn = step % clusters;
      const joint = !isDivided(step);
      const whole = joint || partition === 'none';
      const groups = pairedClasses(labels, (sample) => whole || cluster!.values[sample] === turn);
      const chosen = someOf(groups.length > 0 ? groups : pairedClasses(labels, () => true), classes, rng);
      const indices = Int32Array.from(chosen.flatMap((samples) => someOf(samples, perClass, rng)));
      const width = Math.floor(dimension / clusters);
      const values = Float32Array.from({ length: dimension }, (_, column) =>
        joint || !slices || Math.min(clusters - 1, Math.floor(column / width)) === turn ? 1 : 0,
      );
      return { indices, extra: { dimensions: { dtype: 'float32', shape: [dimension], values } } };
    },
  };
}

const clusterState = (values: Int32Array) =>
  ({ cluster: { dtype: 'int32', shape: [values.length], values } }) as const;

/** The samples that are kept, by class, of classes that keep two or more. */
function pairedClasses(labels: Int32Array, keeps: (sample: number) => boolean): number[][] {
  return [...membersOf(labels).values()]
    .map((samples) => samples.filter(keeps))
    .filter(({ length }) => length > 1);
}
