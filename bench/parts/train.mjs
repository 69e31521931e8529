/** One training step: loss, gradients and Adam, at a batch of 128. */

const float = 4;
const batch = 128;

/** @type {() => import('./compare.mjs').Case[]} */
export function train() {
  return [
    { name: 'conv4-28, triplet batch-hard', question: { case: 'conv4' }, floor: conv4Floor() },
    { name: 'MLP 2048-512-128, multi-similarity', question: { case: 'mlp' }, floor: mlpFloor() },
  ];
}

/** Adam reads and writes each weight, its mean and its square, and reads the gradient that was written. */
const adamBytes = (/** @type {number} */ weights) => 8 * float * weights;

function conv4Floor() {
  const channels = 64;
  let operations = 0;
  let bytes = 0;
  let weights = 0;
  [28, 14, 7, 3].forEach((size, block) => {
    const inputs = block === 0 ? 1 : channels;
    const product = 2 * batch * size * size * 9 * inputs * channels;
    // Forward, slope of the filter and, but for the first block, slope of the input.
    operations += product * (block === 0 ? 2 : 3);
    // What a convolution gives, and its slope, are each written once and read once.
    bytes += 4 * float * batch * size * size * channels;
    weights += 9 * inputs * channels + 2 * channels;
  });
  weights += channels * channels + channels;
  operations += 3 * 2 * batch * channels * channels + pairOperations(batch, channels);
  return { operations, bytes: bytes + adamBytes(weights) };
}

function mlpFloor() {
  const [first, second] = [2048 * 512, 512 * 128];
  const operations = 2 * batch * (2 * first + 3 * second) + pairOperations(batch, 128);
  return { operations, bytes: adamBytes(first + second) + float * batch * 2048 };
}

/** All products of pairs, and their slopes: the matrix is symmetric, but its slope need not be. */
export const pairOperations = (/** @type {number} */ rows, /** @type {number} */ dimension) =>
  3 * 2 * rows * rows * dimension;
