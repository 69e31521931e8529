import type { HostTensor } from '../core/hostTensors';
import { LabError } from '../core/labError';
import { membersOf, someOf } from '../core/members';
import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { shuffled } from '../core/random';
import { unitRows } from '../core/unitRows';
import type { AdaptiveSampler, Observation, TrainingFacts } from './configured';

/** The paper's values could not be seen: these are this lab's. */
export const defaults = {
  /** Classes in a batch, a multiple of `anchors`. */
  classes: 16,
  /** Samples of each class. */
  perClass: 4,
  /** Classes that are drawn at random; each brings its hard negative classes. */
  anchors: 4,
  /** How many of the nearest classes a hard one is drawn from; as many as each anchor brings: always the nearest. */
  candidates: 6,
  /** learned: weights that `withSignatures` trains; means: class means of all embeddings, which needs a full pass. */
  signatures: 'learned' as Signatures,
  /** Steps between two looks at the signatures. */
  refreshEvery: 1,
};
type Signatures = 'learned' | 'means';

/**
 * Stochastic class-based hard example mining: hard classes are found first, by a signature for each class, and hard
 * images are then sought only within them.
 *
 *     C_a = some of the nearest c ≠ a by |w_a - w_c|,    batch = samples of each anchor class a and of its C_a
 *
 * w_c is the signature of class c at length 1. No image of the batch is embedded before the batch is chosen, so the
 * anchor class's own signature stands for the anchor. Nearest negatives within the batch are the loss's part: take one
 * that mines, such as triplet with batchHard. By default goes with `withSignatures(loss)`, which trains the signatures.
 *
 * Every class is an anchor equally often in time; a class with near neighbours comes more often as their hard negative. No
 * class stands in a batch twice. A class with fewer samples than wanted repeats some.
 *
 * Cost: O(A · C · D) on the host for A anchors and C classes, whatever the number of images; with `means` a forward pass
 * over all images at each refresh besides.
 * @paper stochastic-class-based-hard-example-mining, the abstract; the term that trains signatures was not seen
 * @returns a sampler; its state is the signatures, float32 [C, D]
 * @throws LabError where a setting is out of range; and in training, with too few classes, or a loss without signatures
 */
export function stochasticClassMining(options: Partial<typeof defaults> = {}): AdaptiveSampler {
  const set = withDefaults('stochasticClassMining', defaults, options);
  const { classes, perClass, anchors, candidates, refreshEvery } = set;
  for (const name of ['classes', 'perClass', 'anchors', 'candidates', 'refreshEvery'] as const) {
    checkPositiveInteger('stochasticClassMining', name, set[name]);
  }
  const look = choice('stochasticClassMining', 'signatures', signatureSources, set.signatures);
  const hard = classes / anchors - 1;
  if (!Number.isInteger(hard)) {
    throw new LabError(
      `stochasticClassMining: classes must be a multiple of anchors, ${anchors}; got ${classes}`,
    );
  }
  if (candidates < hard) {
    throw new LabError(
      `stochasticClassMining: candidates is ${candidates}, but each anchor brings ${hard} classes; raise it`,
    );
  }
  return {
    name: 'stochasticClassMining',
    options: set,
    batchSize: classes * perClass,
    refreshEvery,
    initialState({ labels, dimension }) {
      const known = classCount(labels);
      if (classes > known) {
        throw new LabError(
          `stochasticClassMining: classes is ${classes}, but the data has only ${known}; lower it`,
        );
      }
      return { signatures: asSignatures(new Float32Array(known * dimension), dimension) };
    },
    async refresh(_state, training, seen) {
      const { dimension } = training;
      return { signatures: asSignatures(unitRows(await look(seen, training), dimension), dimension) };
    },
    draw({ signatures }, { labels, dimension }, rng) {
      const members = membersOf(labels);
      const order = shuffled(members.keys(), rng);
      const chosen = new Set<number>(order.slice(0, anchors));
      for (const anchor of order.slice(0, anchors)) {
        const others = order.filter((other) => !chosen.has(other));
        const near = nearestClasses(signatures!.values as Float32Array, dimension, anchor, others);
        for (const other of shuffled(near.slice(0, candidates), rng).slice(0, hard)) chosen.add(other);
      }
      const indices = [...chosen].flatMap((label) => someOf(members.get(label)!, perClass, rng));
      return { indices: Int32Array.from(indices), extra: {} };
    },
  };
}

type LookAtSignatures = (seen: Observation, training: TrainingFacts) => Promise<Float32Array>;

const signatureSources: Readonly<Record<Signatures, LookAtSignatures>> = {
  async learned(seen, { labels, dimension }) {
    const { signatures } = (await seen.loss()).weights;
    if (signatures?.values.length === classCount(labels) * dimension)
      return signatures.values as Float32Array;
    throw new LabError(
      "stochasticClassMining: the loss trains no signatures; make it with withSignatures(loss), or set signatures to 'means'",
    );
  },
  async means(seen, { labels, dimension }) {
    const rows = unitRows(await seen.embeddings(), dimension);
    // Sums: only the direction counts.
    const sums = new Float32Array(classCount(labels) * dimension);
    labels.forEach((label, sample) => {
      for (let column = 0; column < dimension; column++) {
        sums[label * dimension + column]! += rows[sample * dimension + column]!;
      }
    });
    return sums;
  },
};

function asSignatures(values: Float32Array, dimension: number): HostTensor {
  return { dtype: 'float32', shape: [values.length / dimension, dimension], values };
}

/** Labels are 0 to classes - 1. */
function classCount(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}

/** The others by nearness of their signature to the anchor's, all of length 1; the first of equals first. */
function nearestClasses(
  signatures: Float32Array,
  dimension: number,
  anchor: number,
  others: readonly number[],
): number[] {
  const row = (label: number) => signatures.subarray(label * dimension, (label + 1) * dimension);
  const similarity = (other: number) =>
    row(anchor).reduce((sum, value, column) => sum + value * row(other)[column]!, 0);
  return others
    .map((other) => ({ other, similarity: similarity(other) }))
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ other }) => other);
}
