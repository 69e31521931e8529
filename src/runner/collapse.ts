import type { Watch } from '../runs/checkpoint';

/** Steps between two looks that tell whether a loss moves. */
const leastSteps = 10;
/** A spread below it is near zero. Running means of batches keep some of it, even where each batch is one point. */
const nearZero = 0.01;
/** A network that began near zero must have lost nine tenths of that. */
const lost = 0.1;
/** A loss whose standard deviation is below so much of its mean is stuck: batches alone make it move more. */
const still = 1e-3;
/** A look may fall on a bad moment. */
const looks = 2;

export const firstWatch = (spread: number): Watch => ({
  ...{ first: spread, count: 0, mean: 0, squares: 0, suspicions: 0 },
});

/** With the loss of one more step. */
export function heard(watch: Watch, loss: number): Watch {
  const count = watch.count + 1;
  const mean = watch.mean + (loss - watch.mean) / count;
  return { ...watch, count, mean, squares: watch.squares + (loss - watch.mean) * (loss - mean) };
}

/** With one more look at the spread. */
export function looked(watch: Watch, spread: number): Watch {
  if (watch.count < leastSteps) return watch;
  const suspicious = isStuck(watch) && spread < Math.min(nearZero, lost * watch.first);
  return { ...firstWatch(watch.first), suspicions: suspicious ? watch.suspicions + 1 : 0 };
}

/**
 * Whether all embeddings have become one point: at two looks in a row their spread was near zero, far below the untrained
 * network's, and the loss stood still at a value that is not 0, as one with a margin then does at its margin.
 */
export const hasCollapsed = ({ suspicions }: Watch) => suspicions >= looks;

/** Whether a warning was not due before. */
export const isFirstAlarm = ({ suspicions }: Watch) => suspicions === looks;

function isStuck({ count, mean, squares }: Watch): boolean {
  return mean !== 0 && Math.sqrt(squares / count) < still * Math.abs(mean);
}

/** What happened, and what to try. */
export function collapseInWords(spread: number, { first, mean }: Watch): string {
  return (
    `the embeddings have collapsed onto one point: their spread fell from ${first.toPrecision(2)} to ${spread.toPrecision(2)}, and the ` +
    `loss stands still at ${mean.toPrecision(4)}; try a smaller learning rate, semi-hard or all triplets in place of the hardest, larger ` +
    'batches, or a margin that fits the distance; --keep-going trains on all the same'
  );
}
