import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Tensor4D } from '../core/tf';
import { convolve, initialiseConvolutions, type Convolution, type Pass } from './convolution';
import { globalPools } from './globalPools';
import { fanOutNormal } from './initialise';
import { initialiseLinear, linearHead } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Stride of the first convolution: 1 for small images, 2 as published. */
  stride: 1,
  /** Channels of the first convolution; what comes of the last block is 32 times as many. */
  width: 32,
  /** What is taken of each channel at the end: 'average', 'max', or the sum of both, 'average+max'. */
  pool: 'average',
  /** Columns of the embedding. */
  dimension: 64,
};

/** Channels of each block's result, as multiples of the width, and its stride. */
const blocks = [
  [2, 1],
  [4, 2],
  [4, 1],
  [8, 2],
  [8, 1],
  [16, 2],
  [16, 1],
  [16, 1],
  [16, 1],
  [16, 1],
  [16, 1],
  [32, 2],
  [32, 1],
] as const;

/**
 * MobileNet: a convolution and 13 depthwise-separable ones, a filter for each channel and then 1 x 1 across channels, each
 * with batch norm and ReLU; a pool over the whole image, and a linear layer to the embedding.
 * Weights: `stem.filter`, `stem.gamma`, `stem.beta`, `block1.depthwise.filter` [3, 3, in, 1], ...,
 * `block1.pointwise.filter` [1, 1, in, out], ..., `linear.weight`, `linear.bias`. Statistics: `stem.mean`, ...
 * @paper howard2017mobilenets, table 1
 * @throws LabError where a setting is out of range
 */
export function mobilenet(options: Partial<typeof defaults> = {}): Model {
  const settings = withDefaults('mobilenet', defaults, options);
  const { stride, width, dimension } = settings;
  for (const name of ['stride', 'width', 'dimension'] as const) {
    checkPositiveInteger('mobilenet', name, settings[name]);
  }
  const pool = choice('mobilenet', 'pool', globalPools, settings.pool);
  const columns = blocks.at(-1)![0] * width;
  const head = linearHead('linear', () => columns);
  const convolutions = (inputs: number): Convolution[] => [
    { name: 'stem', size: 3, stride, inputs, outputs: width },
    ...blocks.flatMap((_, at) => separable(at, width)),
  ];
  return {
    name: 'mobilenet',
    options: settings,
    dimension,
    head,
    initialise([, , channels], rng) {
      const { weights, statistics } = initialiseConvolutions(convolutions(channels), fanOutNormal, rng);
      return { weights: { ...weights, ...initialiseLinear('linear', columns, dimension, rng) }, statistics };
    },
    apply(images, variables, mode) {
      const pass: Pass = { variables, mode, statistics: {} };
      const features = pool(
        convolutions(images.shape[3]).reduce<Tensor4D>(
          (x, convolution) => convolve(x, convolution, pass).relu(),
          images,
        ),
      );
      const embeddings = head.apply(features, variables.weights);
      return { embeddings, features, statistics: pass.statistics };
    },
  };
}

function separable(at: number, width: number): Convolution[] {
  const [multiple, stride] = blocks[at]!;
  const inputs = (at === 0 ? 1 : blocks[at - 1]![0]) * width;
  const name = `block${at + 1}`;
  return [
    { name: `${name}.depthwise`, size: 3, stride, inputs, outputs: inputs, depthwise: true },
    { name: `${name}.pointwise`, size: 1, stride: 1, inputs, outputs: multiple * width },
  ];
}
