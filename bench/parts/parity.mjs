/**
 * Whether a training ends where PyTorch's ends: omniglot-small, conv4 of 64 channels, 600 steps of 32 classes x 4, Adam
 * 1e-3, all 136 classes for training, Recall@1 on the 106 test classes. Both sides begin with the same weights and take the
 * same batches. Rounding sets them apart all the same, a little at first and wholly in the end: only means over seeds can
 * be compared.
 */
import { best } from './compare.mjs';
import { mean } from './statistics.mjs';

const seeds = [0, 1, 2];
const losses = ['contrastive', 'tripletBatchHard', 'multiSimilarity', 'circle', 'softTriple', 'proxyNca'];

/** @type {() => import('./compare.mjs').Case[]} */
export function parity() {
  return losses.flatMap((loss) =>
    seeds.map((seed) => ({
      name: `${loss}, seed ${seed}`,
      question: { case: loss, seed },
      floor: { operations: 0, bytes: 0 },
    })),
  );
}

/** Means over the seeds, a line for each loss. @type {(results: readonly import('./compare.mjs').Result[]) => string} */
export function parityTable(results) {
  const lines = losses.flatMap((loss) => {
    const runs = results.filter(({ name }) => name.startsWith(`${loss},`));
    if (runs.length === 0) return [];
    const ours = runs.map((run) => recallOf(run.ours));
    const theirs = runs.flatMap((run) => best(run) ?? []).map(recallOf);
    const apart = theirs.length === 0 ? '' : `, apart ${(mean(ours) - mean(theirs)).toFixed(1)}`;
    return [`  ${loss}: R@1 ours ${inWords(ours)}, peer ${inWords(theirs)}${apart}`];
  });
  return ['means over seeds:', ...lines].join('\n');
}

/** In percent. @type {(timed: import('./compare.mjs').Timed) => number} */
const recallOf = ({ value }) => 100 * (typeof value === 'number' ? value : NaN);

/** @type {(recalls: readonly number[]) => string} */
const inWords = (recalls) =>
  recalls.length === 0
    ? 'none'
    : `${mean(recalls).toFixed(1)} (${recalls.map((recall) => recall.toFixed(1)).join(', ')})`;
