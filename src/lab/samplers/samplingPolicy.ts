import type { HostTensor, HostTensors } from '../core/hostTensors';
import { LabError } from '../core/labError';
import { membersOf, someOf } from '../core/members';
import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { shuffled, type Random } from '../core/random';
import { unitRows } from '../core/unitRows';
import type { AdaptiveSampler } from './configured';

/** The paper's values could not be seen: these are this lab's. */
export const defaults = {
  /** Classes in a batch. */
  classes: 16,
  /** Samples of each class. */
  perClass: 4,
  /** Bins of the distance between anchor and negative; the policy chooses among them. */
  bins: 8,
  /** Part of the training classes that give no batches, but the reward. */
  heldOut: 0.2,
  /** Steps that an action lasts. */
  refreshEvery: 25,
  /** How far an action's preference moves for each percent point of R@1 that it gained beyond the usual. */
  learningRate: 0.3,
  /** learned; shuffled: each reward is credited to a bin drawn at random, as a control; uniform: negatives of all bins. */
  policy: 'learned' as Policy,
};
type Policy = 'learned' | 'shuffled' | 'uniform';
const policies: Readonly<Record<Policy, Policy>> = {
  learned: 'learned',
  shuffled: 'shuffled',
  uniform: 'uniform',
};

/**
 * Discriminative sampling policy: which negatives are drawn is learned, by what they do to the embedding.
 *
 *     π(b) = exp(h_b) / Σ exp(h),    h_c ← h_c + η (r - r̄) (1[c = b] - π(c))
 *
 * An action b is a bin of distances that anchors draw their negatives from, for `refreshEvery` steps. Its reward r is the
 * change of R@1 on held-out training classes, in percent points; r̄ is the mean of the rewards so far. This is the
 * reinforcement core of the method as a gradient bandit: the paper's policy is a network over relations of examples, whose
 * details could not be seen. Goes with `withSamplingPolicy(loss)`, which draws the negatives within the batch.
 *
 * Held-out classes are the same for a seed and never stand in a batch. Of the others an epoch is not kept: a batch takes
 * `classes` of them at random, so each comes equally often in time. A class with fewer samples than wanted repeats some.
 *
 * Cost: a forward pass over all training images and O(H² D) for H held-out images at each refresh.
 * @paper de-dsp, the abstract; state, reward and updates of the paper were not seen
 * @returns a sampler whose batches bring `bins`, float32 [bins]: the weight of each bin in the draw
 * @throws LabError where a setting is out of range; and in training, with too few classes
 */
export function samplingPolicy(options: Partial<typeof defaults> = {}): AdaptiveSampler {
  const set = withDefaults('samplingPolicy', defaults, options);
  const { classes, perClass, bins, heldOut, refreshEvery, learningRate } = set;
  for (const name of ['classes', 'perClass', 'bins', 'refreshEvery'] as const) {
    checkPositiveInteger('samplingPolicy', name, set[name]);
  }
  const policy = choice('samplingPolicy', 'policy', policies, set.policy);
  if (!(heldOut > 0 && heldOut < 1)) {
    throw new LabError(`samplingPolicy: heldOut must be a number between 0 and 1; got ${heldOut}`);
  }
  return {
    name: 'samplingPolicy',
    options: set,
    batchSize: classes * perClass,
    refreshEvery,
    initialState({ labels }) {
      const known = membersOf(labels).size;
      const held = heldCount(known, heldOut);
      if (held < 2 || classes > known - held) {
        throw new LabError(
          `samplingPolicy: of ${known} classes ${held} are held out, but it takes two at least, and ${classes} more for a batch; change heldOut or classes`,
        );
      }
      return {
        held: integers(new Int32Array(known)),
        preferences: numbers(new Float32Array(bins)),
        action: integers(Int32Array.of(0)),
        // The last R@1 of the held-out classes, the sum of rewards, and how many there were.
        rewards: numbers(Float32Array.of(0, 0, 0)),
      };
    },
    async refresh(state, { labels, dimension }, seen, rng) {
      const first = seen.step === 0;
      const held = first
        ? heldClasses(state['held']!.values.length, heldOut, rng)
        : (state['held']!.values as Int32Array);
      const rows = unitRows(await seen.embeddings(), dimension);
      const score = 100 * recallAtOne(rows, dimension, labels, (label) => held[label] === 1);
      const learnt = first ? state : rewarded(state, score, policy, learningRate, rng);
      const chances = softmax(learnt['preferences']!.values as Float32Array);
      const [, sum, count] = learnt['rewards']!.values;
      return {
        held: integers(held),
        preferences: learnt['preferences']!,
        action: integers(Int32Array.of(drawnFrom(chances, rng))),
        rewards: numbers(Float32Array.of(score, sum!, count!)),
      };
    },
    draw({ held, action }, { labels }, rng) {
      const trained = [...membersOf(labels)].filter(([label]) => held!.values[label] === 0);
      const chosen = shuffled(trained, rng).slice(0, classes);
      const indices = Int32Array.from(chosen.flatMap(([, samples]) => someOf(samples, perClass, rng)));
      const weights = Float32Array.from({ length: bins }, (_, bin) =>
        policy === 'uniform' || bin === action!.values[0] ? 1 : 0,
      );
      return { indices, extra: { bins: numbers(weights) } };
    },
  };
}

/** The preferences and the mean of rewards after the reward for the last action. */
function rewarded(
  state: HostTensors,
  score: number,
  policy: Policy,
  learningRate: number,
  rng: Random,
): HostTensors {
  const preferences = state['preferences']!.values as Float32Array;
  const [before, sum, count] = state['rewards']!.values as Float32Array;
  const reward = score - before!;
  const usual = count! > 0 ? sum! / count! : reward;
  const credited = policy === 'shuffled' ? rng.integer(preferences.length) : state['action']!.values[0];
  const chances = softmax(preferences);
  const moved = preferences.map(
    (preference, bin) =>
      preference + learningRate * (reward - usual) * ((bin === credited ? 1 : 0) - chances[bin]!),
  );
  return {
    ...state,
    preferences: numbers(moved),
    rewards: numbers(Float32Array.of(score, sum! + reward, count! + 1)),
  };
}

const numbers = (values: Float32Array): HostTensor => ({ dtype: 'float32', shape: [values.length], values });
const integers = (values: Int32Array): HostTensor => ({ dtype: 'int32', shape: [values.length], values });

const heldCount = (classes: number, part: number) => Math.round(classes * part);

/** 1 for the classes that are held out, else 0. */
function heldClasses(classes: number, part: number, rng: Random): Int32Array {
  const held = new Int32Array(classes);
  for (const label of shuffled(held.keys(), rng).slice(0, heldCount(classes, part))) held[label] = 1;
  return held;
}

function softmax(preferences: Float32Array): Float32Array {
  const most = Math.max(...preferences);
  const weights = preferences.map((preference) => Math.exp(preference - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function drawnFrom(chances: Float32Array, rng: Random): number {
  let left = rng.uniform();
  const found = chances.findIndex((chance) => (left -= chance) < 0);
  return found < 0 ? chances.length - 1 : found;
}

/** Share of the images of the classes kept whose nearest other image among them has their class: 0 to 1. */
function recallAtOne(
  rows: Float32Array,
  dimension: number,
  labels: Int32Array,
  keeps: (label: number) => boolean,
): number {
  const kept = [...labels.keys()].filter((sample) => keeps(labels[sample]!));
  const row = (sample: number) => rows.subarray(sample * dimension, (sample + 1) * dimension);
  const hits = kept.filter((query) => {
    let [nearest, most] = [query, -Infinity];
    const queried = row(query);
    for (const other of kept) {
      if (other === query) continue;
      const compared = row(other);
      let similarity = 0;
      for (let column = 0; column < dimension; column++) similarity += queried[column]! * compared[column]!;
      if (similarity > most) [nearest, most] = [other, similarity];
    }
    return nearest !== query && labels[nearest] === labels[query];
  });
  return hits.length / Math.max(1, kept.length);
}
