/** What the residual networks have in common. */
import { choice } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Tensor4D } from '../core/tf';
import { convolve, initialiseConvolutions, type Convolution, type Pass } from './convolution';
import { globalPools } from './globalPools';
import { fanOutNormal } from './initialise';
import { initialiseLinear, linearHead } from './linear';
import type { Model } from './model';

export const defaults = {
  /** Before the blocks: 'small', a 3 x 3 convolution, or 'imagenet', 7 x 7 and a max-pool, which quarter the sides. */
  stem: 'small',
  /** Channels of the first stage; each of the next three has twice as many. */
  width: 64,
  /** What is taken of each channel at the end: 'average', 'max', or the sum of both, 'average+max'. */
  pool: 'average',
  /** Columns of the embedding. */
  dimension: 64,
};

/** ReLU stands between the convolutions of the branch, and after the sum. */
interface Block {
  /** Its result is added to the input. */
  readonly branch: readonly Convolution[];
  /** Brings the input to the shape of the sum, where it has another. */
  readonly shortcut?: Convolution;
}

/** The convolutions of a block. @param width channels within it */
type BlockKind = (name: string, inputs: number, width: number, stride: number) => readonly Convolution[];

/** Two 3 x 3 convolutions. */
export const basicBlock: BlockKind = (name, inputs, width, stride) => [
  { name: `${name}.conv1`, size: 3, stride, inputs, outputs: width },
  { name: `${name}.conv2`, size: 3, stride: 1, inputs: width, outputs: width },
];

/** 1 x 1 to few channels, 3 x 3, and 1 x 1 to four times as many; the stride is the 3 x 3 one's. */
export const bottleneck: BlockKind = (name, inputs, width, stride) => [
  { name: `${name}.conv1`, size: 1, stride: 1, inputs, outputs: width },
  { name: `${name}.conv2`, size: 3, stride, inputs: width, outputs: width },
  { name: `${name}.conv3`, size: 1, stride: 1, inputs: width, outputs: 4 * width },
];

const stems = {
  small: { size: 3, stride: 1, pooled: false },
  imagenet: { size: 7, stride: 2, pooled: true },
};

/**
 * A residual network: a stem, four stages of blocks, of which the last three begin with stride 2, a pool over the whole
 * image, and a linear layer to the embedding. Filters begin as `fanOutNormal`, the linear layer as `fanInUniform`.
 * Weights: `stem.filter` [size, size, in, out], `stem.gamma`, `stem.beta` [out], `stage1.block1.conv1.filter`, ...,
 * `stage2.block1.shortcut.filter`, ..., `linear.weight`, `linear.bias`. Statistics: `stem.mean`, `stem.variance`, ...
 * @param blocks of each stage
 */
export function resnet(
  name: string,
  options: typeof defaults,
  kind: BlockKind,
  blocks: readonly number[],
): Model {
  const { width, dimension } = options;
  checkPositiveInteger(name, 'width', width);
  checkPositiveInteger(name, 'dimension', dimension);
  const { pooled, ...stem } = choice(name, 'stem', stems, options.stem);
  const pool = choice(name, 'pool', globalPools, options.pool);
  const first = (inputs: number): Convolution => ({ name: 'stem', ...stem, inputs, outputs: width });
  const body = bodyOf(kind, width, blocks);
  const pooledColumns = outputsOf(body.at(-1)!);
  const head = linearHead('linear', () => pooledColumns);
  return {
    name,
    options,
    dimension,
    head,
    initialise([, , channels], rng) {
      const convolutions = body.flatMap(({ branch, shortcut }) => [
        ...branch,
        ...(shortcut ? [shortcut] : []),
      ]);
      const { weights, statistics } = initialiseConvolutions(
        [first(channels), ...convolutions],
        fanOutNormal,
        rng,
      );
      return {
        weights: { ...weights, ...initialiseLinear('linear', pooledColumns, dimension, rng) },
        statistics,
      };
    },
    apply(images, variables, mode) {
      const pass: Pass = { variables, mode, statistics: {} };
      const begun: Tensor4D = convolve(images, first(images.shape[3]), pass).relu();
      const x = body.reduce<Tensor4D>(
        (below, block) => added(below, block, pass),
        pooled ? halved(begun) : begun,
      );
      const features = pool(x);
      const embeddings = head.apply(features, variables.weights);
      return { embeddings, features, statistics: pass.statistics };
    },
  };
}

/** The blocks of all stages. A block whose input has another shape than its result gets a shortcut of 1 x 1. */
function bodyOf(kind: BlockKind, width: number, blocks: readonly number[]): Block[] {
  const body: Block[] = [];
  let inputs = width;
  blocks.forEach((count, stage) => {
    for (let block = 0; block < count; block++) {
      const name = `stage${stage + 1}.block${block + 1}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const branch = kind(name, inputs, width * 2 ** stage, stride);
      const outputs = outputsOf({ branch });
      const shortcut = { name: `${name}.shortcut`, size: 1, stride, inputs, outputs };
      body.push(stride === 1 && inputs === outputs ? { branch } : { branch, shortcut });
      inputs = outputs;
    }
  });
  return body;
}

const outputsOf = ({ branch }: Block) => branch.at(-1)!.outputs;

/** ReLU of the branch's result and the input. */
function added(x: Tensor4D, { branch, shortcut }: Block, pass: Pass): Tensor4D {
  const result = branch.reduce<Tensor4D>(
    (below, convolution, at) => convolve(at === 0 ? below : below.relu(), convolution, pass),
    x,
  );
  return result.add<Tensor4D>(shortcut ? convolve(x, shortcut, pass) : x).relu();
}

/** Max-pool of 3 x 3 with stride 2. After ReLU a margin of 0 is as good as none, and every backend knows it. */
function halved(x: Tensor4D): Tensor4D {
  const margin: [number, number] = [1, 1];
  return tf.maxPool(tf.pad(x, [[0, 0], margin, margin, [0, 0]]), 3, 2, 'valid');
}
