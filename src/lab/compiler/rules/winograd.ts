/**
 * Convolutions by Winograd's algorithm (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016): images and
 * filter are transformed such that few products of matrices are left, and their results are transformed back. Images go as
 * [height, width, batch, channels]: each transform then is a product with a small matrix, and nothing is moved.
 */
import { sizeOf, type Node, type Value } from '../graph';
import { constant, matMul, reshape, transpose } from '../operators';
import { along, type Algorithm, type Axis, type Matrix } from '../toomCook';
import { convolutionOf, isFilterSlope, type Convolution } from '../windows';
import type { Rule } from './rule';

type Four = readonly [number, number, number, number];
type Pair = readonly [number, number];

/** Of so few channels the products would be quicker than the transforms. */
const fewest = 64;

/** Rows and columns of a filter. */
const longest = 3;

/** Whether the convolution is to be computed so. */
export const isWinograd = (convolution: Convolution) => directForm(convolution) !== null;

export const winograd: readonly Rule[] = [
  {
    law: 'convolve(x, w) = A ((B x) · (G w))',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || isFilterSlope(convolution)) return null;
      const { x, weights } = convolution;
      const form = directForm(convolution);
      if (!form) return null;
      const products = matMul(taken(form, pixelsFirst(x)), filterOf(form, weights));
      return pixelsFirst(given(form, products));
    },
  },
  {
    law: 'the slope of the images = Bᵀ ((Aᵀ dy) · (G w)ᵀ)',
    ops: ['ConvTranspose'],
    rewrite(out) {
      const [dy, weights] = out.inputs as [Value, Value];
      const { strides, pads, group } = out.attributes as { strides: Pair; pads: Four; group: number };
      if (group !== 1) return null;
      const result = dy.shape.slice(2) as [number, number];
      const form = formOf(out.shape as Four, weights.shape as Four, result, strides, pads);
      if (!form) return null;
      const products = matMul(ungiven(form, pixelsFirst(dy)), turned(filterOf(form, weights)));
      return pixelsFirst(untaken(form, products));
    },
  },
  {
    law: 'the slope of the filter = Gᵀ ((B x)ᵀ · (Aᵀ dy))',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || !isFilterSlope(convolution) || sizeOf(convolution.strides) > 1) return null;
      const { x, weights: dy, dilations, pads } = convolution;
      const [inputs, batch, ...image] = x.shape as Four;
      const [outputs, , ...result] = dy.shape as Four;
      const filter = out.shape.slice(2) as [number, number];
      const form = formOf([batch, inputs, ...image], [outputs, inputs, ...filter], result, dilations, pads);
      if (!form) return null;
      const products = matMul(
        turned(taken(form, transpose(x, [2, 3, 1, 0]))),
        ungiven(form, transpose(dy, [2, 3, 1, 0])),
      );
      return transpose(unfiltered(form, products), [2, 3, 0, 1]);
    },
  },
];

/** A convolution as it is computed. */
interface Form {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly filter: Pair;
  readonly rows: Algorithm;
  readonly columns: Algorithm;
}

function directForm({ x, weights, result, strides, dilations, pads }: Convolution): Form | null {
  if (sizeOf(dilations) > 1) return null;
  return formOf(x.shape as Four, weights.shape as Four, result, strides, pads);
}

function formOf(
  [batch, inputs, height, width]: Four,
  [outputs, , ...filter]: Four,
  [rows, columns]: Pair,
  [down, right]: Pair,
  [top, left]: readonly number[],
): Form | null {
  const channels = Math.min(inputs, outputs);
  // A transform takes each row times each other: of wide images with few channels it costs more than it saves.
  if (channels < fewest || Math.max(...filter) > longest || Math.max(height, width) > channels) return null;
  const axes: Axis[] = [
    { length: height, result: rows, taps: filter[0], stride: down, before: top! },
    { length: width, result: columns, taps: filter[1], stride: right, before: left! },
  ];
  const [byRows, byColumns] = axes.map(along) as [Algorithm, Algorithm];
  return { batch, inputs, outputs, filter, rows: byRows, columns: byColumns };
}

/** [batch, channels, height, width] to [height, width, batch, channels], and back. */
const pixelsFirst = (x: Value) => transpose(x, [2, 3, 0, 1]);

/** B x, as it is multiplied: [products, tiles, products, tiles · batch, channels]. */
const taken = (form: Form, x: Value) => inTiles(form, both(form.rows.taken, form.columns.taken, x));

const untaken = (form: Form, products: Value) =>
  both(flipped(form.rows.taken), flipped(form.columns.taken), outOfTiles(form, products));

/** A of the products: [height, width, batch, channels]. */
const given = (form: Form, products: Value) =>
  both(form.rows.given, form.columns.given, outOfTiles(form, products));

const ungiven = (form: Form, dy: Value) =>
  inTiles(form, both(flipped(form.rows.given), flipped(form.columns.given), dy));

function inTiles({ rows, columns, batch }: Form, x: Value): Value {
  const channels = x.shape.at(-1)!;
  return reshape(x, [rows.products, rows.tiles, columns.products, columns.tiles * batch, channels]);
}

function outOfTiles({ rows, columns, batch }: Form, x: Value): Value {
  const channels = x.shape.at(-1)!;
  return reshape(x, [rows.products * rows.tiles, columns.products * columns.tiles, batch, channels]);
}

/** G w: [products, 1, products, in, out]. @param weights [out, in, height, width] */
function filterOf({ rows, columns, filter, inputs, outputs }: Form, weights: Value): Value {
  const natural = reshape(transpose(weights, [2, 3, 1, 0]), [sizeOf(filter), inputs * outputs]);
  const all = matMul(matrix(times(rows.filter, columns.filter)), natural);
  return reshape(all, [rows.products, 1, columns.products, inputs, outputs]);
}

/** The slope [height, width, in, out] of the filter: the sum over tiles is part of the transform. */
function unfiltered({ rows, columns, filter, inputs, outputs }: Form, products: Value): Value {
  const tiled = rows.filter.flatMap((row) => Array.from({ length: rows.tiles }, () => row));
  const all = reshape(products, [tiled.length * columns.products, inputs * outputs]);
  const slope = matMul(matrix(flipped(times(tiled, columns.filter))), all);
  return reshape(slope, [...filter, inputs, outputs]);
}

/** The matrices applied along the first axis and along the second. */
function both(rows: Matrix, columns: Matrix, x: Value): Value {
  const [height, width, ...rest] = x.shape as Four;
  const size = sizeOf(rest);
  const down = applied(rows, reshape(x, [height, width * size]));
  const right = applied(columns, reshape(down, [rows.length, width, size]));
  return reshape(right, [rows.length, columns.length, ...rest]);
}

const applied = (a: Matrix, x: Value) => (isUnit(a) ? x : matMul(matrix(a), x));

const isUnit = (a: Matrix) => a.every((row, at) => row.every((each, to) => each === Number(at === to)));

/** Each matrix of many, rows for columns. */
const turned = (x: Value): Node =>
  transpose(x, [...x.shape.slice(0, -2).keys(), x.shape.length - 1, x.shape.length - 2]);

/** Rows for columns. */
const flipped = (a: Matrix): Matrix => a[0]!.map((_, column) => a.map((row) => row[column]!));

/** Each number of a times all of b. */
const times = (a: Matrix, b: Matrix): Matrix =>
  a.flatMap((row) => b.map((other) => row.flatMap((x) => other.map((y) => x * y))));

const matrix = (a: Matrix) => constant(Float32Array.from(a.flat()), [a.length, a[0]!.length], 'float32');
