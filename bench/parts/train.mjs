/** One training step: loss, gradients and Adam, at a batch of 128 where nothing else is said. */

const float = 4;
const batch = 128;

/** @type {() => import('./compare.mjs').Case[]} */
export function train() {
  return [
    { name: 'conv4-28, triplet batch-hard', question: { case: 'conv4' }, floor: conv4Floor() },
    { name: 'MLP 2048-512-128, multi-similarity', question: { case: 'mlp' }, floor: mlpFloor() },
    {
      name: 'ResNet-18 32x32 batch 64, multi-similarity',
      question: { case: 'resnet18' },
      floor: resnet18Floor(),
    },
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

/** 3 x 3 convolutions in pairs with a residual each; a stage's first has stride 2, and a shortcut of 1 x 1. */
function resnet18Floor() {
  const images = 64;
  const [dimension, last] = [128, 512];
  const sum = { operations: 0, bytes: 0, weights: 0 };
  const convolution = (
    /** @type {number} */ size,
    /** @type {number} */ inputs,
    /** @type {number} */ outputs,
    side = 3,
    passes = 3,
  ) => {
    sum.operations += passes * 2 * images * size * size * side * side * inputs * outputs;
    sum.bytes += 4 * float * images * size * size * outputs;
    sum.weights += side * side * inputs * outputs + 2 * outputs;
  };
  convolution(32, 3, 64, 3, 2);
  [64, 128, 256, 512].forEach((width, stage) => {
    const size = 32 / 2 ** stage;
    const inputs = stage === 0 ? width : width / 2;
    convolution(size, inputs, width);
    for (let rest = 0; rest < 3; rest++) convolution(size, width, width);
    if (stage > 0) convolution(size, inputs, width, 1);
  });
  const head = 3 * 2 * images * last * dimension + pairOperations(images, dimension);
  const bytes = sum.bytes + adamBytes(sum.weights + last * dimension + dimension);
  return { operations: sum.operations + head, bytes };
}

/** All products of pairs, and their slopes: the matrix is symmetric, but its slope need not be. */
export const pairOperations = (/** @type {number} */ rows, /** @type {number} */ dimension) =>
  3 * 2 * rows * rows * dimension;
