import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Random } from '../core/random';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../core/tf';
import { initialiseAttention, selfAttention } from './attention';
import { gelu } from './gelu';
import { fanInUniform, xavierUniform } from './initialise';
import { initialiseLayerNorm, layerNorm } from './layerNorm';
import { initialiseLinear, linear, linearHead } from './linear';
import type { Model, Tensors } from './model';

export const defaults = {
  /** Height and width of a patch; the image's must be multiples. */
  patch: 4,
  /** Columns of each patch's row, C. */
  width: 64,
  /** Blocks, one after another. */
  depth: 4,
  /** Heads of the attention; `width` must be a multiple. */
  heads: 4,
  /** Width of the layer between the two linear ones in a block. */
  hidden: 128,
  /** Columns of the embedding. */
  dimension: 64,
};

/**
 * A vision transformer: patches of the image as rows, with a row of their own for the whole and a learned place each;
 * blocks of self-attention and of two linear layers with GELU, each after a layer norm and added to its input; the whole's
 * row, once more through a layer norm, goes through a linear layer to the embedding. The defaults are for small images;
 * `{ patch: 16, width: 768, depth: 12, heads: 12, hidden: 3072 }` is the paper's ViT-B/16.
 * Weights: `patch.weight` [patch, patch, in, C], `patch.bias`, `whole` [C], `places` [1 + patches, C],
 * `block1.norm1.gamma`, `block1.attention.qkv.weight`, ..., `block1.linear1.weight`, ..., `norm.gamma`, `linear.weight`, ...
 * @paper dosovitskiy2021image, section 3.1; weights begin as in PyTorch's model
 * @throws LabError where a setting is out of range, or does not divide what it should
 */
export function vit(options: Partial<typeof defaults> = {}): Model {
  const settings = withDefaults('vit', defaults, options);
  const { patch, width, depth, heads, dimension } = settings;
  for (const [name, value] of Object.entries(settings)) checkPositiveInteger('vit', name, value);
  if (width % heads !== 0) {
    throw new LabError(`vit: width must be a multiple of heads; got ${width} and ${heads}`);
  }
  const blocks = Array.from({ length: depth }, (_, at) => `block${at + 1}`);
  const head = linearHead('linear', () => width);
  return {
    name: 'vit',
    options: settings,
    dimension,
    head,
    initialise([height, imageWidth, channels], rng) {
      if (height % patch !== 0 || imageWidth % patch !== 0) {
        throw new LabError(
          `vit: the sides of images must be multiples of patch, ${patch}; got ${height} x ${imageWidth}`,
        );
      }
      const rows = 1 + (height * imageWidth) / patch ** 2;
      const weights: Record<string, Tensor> = {
        'patch.weight': fanInUniform([patch, patch, channels, width], rng),
        'patch.bias': tf.zeros([width]),
        whole: tf.zeros([width]),
        places: tf.tensor2d(
          Float32Array.from({ length: rows * width }, () => 0.02 * rng.normal()),
          [rows, width],
        ),
      };
      for (const block of blocks) Object.assign(weights, initialiseBlock(block, settings, rng));
      Object.assign(weights, initialiseLayerNorm('norm', width));
      return {
        weights: { ...weights, ...initialiseLinear('linear', width, dimension, rng) },
        statistics: {},
      };
    },
    apply(images, { weights, statistics }) {
      let x = rowsOf(images, patch, weights);
      for (const block of blocks) x = applyBlock(x, block, heads, weights);
      const whole = x.slice([0, 0, 0], [-1, 1, -1]).reshape<Tensor2D>([x.shape[0], width]);
      const features = layerNorm(whole, 'norm', weights);
      return { embeddings: head.apply(features, weights), features, statistics };
    },
  };
}

function initialiseBlock(name: string, { width, hidden }: typeof defaults, rng: Random) {
  return {
    ...initialiseLayerNorm(`${name}.norm1`, width),
    ...initialiseAttention(`${name}.attention`, width, rng),
    ...initialiseLayerNorm(`${name}.norm2`, width),
    [`${name}.linear1.weight`]: xavierUniform([width, hidden], rng),
    [`${name}.linear1.bias`]: tf.zeros([hidden]),
    [`${name}.linear2.weight`]: xavierUniform([hidden, width], rng),
    [`${name}.linear2.bias`]: tf.zeros([width]),
  };
}

/** The whole's row and the patches', [B, 1 + patches, C]. */
function rowsOf(images: Tensor4D, patch: number, weights: Tensors): Tensor3D {
  const places = weights['places'] as Tensor2D;
  const [rows, width] = places.shape;
  const patches = tf
    .conv2d(images, weights['patch.weight'] as Tensor4D, patch, 'valid')
    .add(weights['patch.bias'] as Tensor1D)
    .reshape<Tensor3D>([images.shape[0], rows - 1, width]);
  const whole = tf.zeros<tf.Rank.R3>([images.shape[0], 1, width]).add<Tensor3D>(weights['whole']!);
  return tf.concat([whole, patches], 1).add(places);
}

function applyBlock(x: Tensor3D, name: string, heads: number, weights: Tensors): Tensor3D {
  const attended = selfAttention(layerNorm(x, `${name}.norm1`, weights), heads, `${name}.attention`, weights);
  const y = x.add<Tensor3D>(attended);
  const [batch, rows, width] = y.shape;
  const flat = layerNorm(y, `${name}.norm2`, weights).reshape<Tensor2D>([batch * rows, width]);
  const hidden = gelu(linear(flat, `${name}.linear1`, weights));
  return y.add(linear(hidden, `${name}.linear2`, weights).reshape([batch, rows, width]));
}
