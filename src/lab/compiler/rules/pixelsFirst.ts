/**
 * Networks of which every image goes as [height, width, batch, channels]. What rows or columns of pixels have in common then is
 * done to many numbers that lie side by side: transforms for Winograd's convolutions, and the largest number of a window.
 */
import { inOrder, partsOf, sizeOf, type Graph, type Node, type Value } from '../graph';
import {
  binary,
  cast,
  comparison,
  concat,
  matMul,
  pad,
  reduce,
  reshape,
  slice,
  transpose,
  unary,
} from '../operators';
import { convolutionOf, isFilterSlope, type Convolution } from '../windows';
import { isOp, type Rule } from './rule';
import { isWinograd, winograd } from './winograd';

type Four = readonly [number, number, number, number];

/** Images of so few channels are laid out by windows: a row of numbers for each tap and channel. */
const fewChannels = 4;

/** The rules of such a network; null for any other, as bringing images from one order to another would cost more than it saves. */
export function pixelsFirst(graph: Graph): readonly Rule[] | null {
  const nodes = nodesOf(inOrder(graph));
  const convolutions = nodes.filter(({ op }) => op === 'Conv').map(convolutionOf);
  const pools = nodes.filter(({ op }) => op === 'MaxPool' || op === 'AveragePool');
  const fit =
    convolutions.length > 0 &&
    convolutions.every((each) => each && (isFilterSlope(each) || isOfFew(each) || isWinograd(each))) &&
    pools.every(isOfPairs);
  return fit ? [...sums, ...ofFew, ...ofPairs, ...winograd] : null;
}

function nodesOf(values: readonly Value[]): Node[] {
  return values.flatMap((value) =>
    value.kind === 'node' ? [value, ...(value.body ? nodesOf(partsOf(value.body).inside) : [])] : [],
  );
}

const sums: readonly Rule[] = [
  {
    law: 'Σ over the first axes = Σ over all but the last of them, then over that: rows of a matrix each time',
    ops: ['ReduceSum'],
    rewrite({ op, inputs, shape }) {
      const [x, along] = inputs as [Value, Value];
      if (along.kind !== 'constant' || x.shape.length < 3 || isOp(x, 'Transpose')) return null;
      const axes = Array.from(along.values, Number).sort((a, b) => a - b);
      if (axes.length < 2 || axes.some((axis, at) => axis !== at)) return null;
      const last = x.shape[axes.length - 1]!;
      const rest = sizeOf(x.shape.slice(axes.length));
      const first = reduce(op, reshape(x, [sizeOf(x.shape) / (last * rest), last * rest]), [0]);
      return reshape(reduce(op, reshape(first, [last, rest]), [0]), shape);
    },
  },
];

const isOfFew = ({ x, dilations }: Convolution) => x.shape[1]! < fewChannels && sizeOf(dilations) === 1;

const ofFew: readonly Rule[] = [
  {
    law: 'convolve(x, w) = the windows of x, each a column, · w',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || isFilterSlope(convolution) || !isOfFew(convolution)) return null;
      const { x, weights, strides, pads } = convolution;
      const [batch, outputs, ...result] = out.shape as Four;
      const filter = weights.shape.slice(2);
      const natural = reshape(transpose(weights, [2, 3, 1, 0]), [sizeOf(weights.shape) / outputs, outputs]);
      const windows = columnsOf(transpose(x, [2, 1, 3, 0]), { filter, strides, pads, result });
      const y = matMul(transpose(windows, [0, 2, 1]), natural);
      return transpose(reshape(y, [...result, batch, outputs]), [2, 3, 0, 1]);
    },
  },
  {
    law: 'the slope of the filter = the windows of x, each a column, · the slopes',
    ops: ['Conv'],
    rewrite(out) {
      const convolution = convolutionOf(out);
      if (!convolution || !isFilterSlope(convolution) || sizeOf(convolution.strides) > 1) return null;
      const { x, weights: dy, dilations: strides, pads } = convolution;
      const [inputs] = x.shape as Four;
      if (inputs >= fewChannels) return null;
      const [outputs, batch, ...result] = dy.shape as Four;
      const filter = out.shape.slice(2);
      const windows = columnsOf(transpose(x, [2, 0, 3, 1]), { filter, strides, pads, result });
      const slopes = reshape(transpose(dy, [2, 3, 1, 0]), [result[0], result[1] * batch, outputs]);
      const sum = reduce('ReduceSum', matMul(windows, slopes), [0]);
      return transpose(reshape(sum, [...filter, inputs, outputs]), [2, 3, 0, 1]);
    },
  },
];

/**
 * What each tap meets: [height of the result, taps · channels, width of the result · batch].
 * @param x [height, channels, width, batch]
 */
function columnsOf(
  x: Value,
  {
    filter,
    strides,
    pads,
    result,
  }: Readonly<Record<'filter' | 'strides' | 'pads' | 'result', readonly number[]>>,
): Value {
  const [top, left, bottom, right] = pads as Four;
  const [, channels, , batch] = x.shape as Four;
  const framed = pad(x, [top, 0, left, 0], [bottom, 0, right, 0], 0);
  const [height, width] = result as [number, number];
  const size = [height, channels, width, batch];
  const met = Array.from({ length: sizeOf(filter) }, (_, at) =>
    slice(framed, [Math.floor(at / filter[1]!), 0, at % filter[1]!, 0], size, [
      strides[0]!,
      1,
      strides[1]!,
      1,
    ]),
  );
  return reshape(concat(met, 1), [height, met.length * channels, width * batch]);
}

/** Whether it takes windows of 2 x 2, side by side. */
function isOfPairs({ op, attributes: { kernel_shape, strides, pads } }: Node): boolean {
  return op === 'MaxPool' && `${kernel_shape};${strides};${pads}` === '2,2;2,2;0,0,0,0';
}

const ofPairs: readonly Rule[] = [
  {
    law: 'max-pool(x) = the larger of two columns, then of two rows',
    ops: ['MaxPool'],
    rewrite(out) {
      const [x] = out.inputs as [Value];
      if (out.result !== 0 || !isOfPairs(out)) return null;
      const [batch, channels, ...result] = out.shape as Four;
      return transpose(reshape(largest(inPairs(x)), [...result, batch, channels]), [2, 3, 0, 1]);
    },
  },
  {
    law: 'numbers put to the places of maxima = numbers where a pixel is the first that is as large as the maximum',
    ops: ['MaxUnpool'],
    rewrite(out) {
      const [numbers, places] = out.inputs as [Value, Value];
      if (!isOp(places, 'MaxPool') || places.result !== 1 || !isOfPairs(places)) return null;
      const x = inPairs(places.inputs[0]!);
      const [rows, , columns, , rest] = x.shape as [number, number, number, number, number];
      const flat = [rows, 1, columns, 1, rest];
      const equal = comparison('Equal', x, reshape(largest(x), flat));
      const ofPixels = [0, 1, 2, 3].map((at) => slice(equal, [0, at >> 1, 0, at & 1, 0], flat));
      const [a, b, c, d] = firsts(ofPixels) as [Value, Value, Value, Value];
      const first = concat([concat([a, b], 3), concat([c, d], 3)], 1);
      const slopes = reshape(transpose(numbers, [2, 3, 0, 1]), flat);
      const spread = binary('Mul', slopes, cast(first, slopes.dtype));
      const [batch, channels, height, width] = out.shape as Four;
      const whole = reshape(spread, [2 * rows, 2 * columns, batch, channels]);
      const beyond = [height - 2 * rows, width - 2 * columns, 0, 0];
      const all = beyond.some((each) => each > 0) ? pad(whole, [0, 0, 0, 0], beyond, 0) : whole;
      return transpose(all, [2, 3, 0, 1]);
    },
  },
];

/** Of each place those truth values that are the first that hold. */
function firsts(truths: readonly Value[]): Value[] {
  let before: Value | undefined;
  return truths.map((truth) => {
    const first = before ? comparison('And', truth, unary('Not', before)) : truth;
    before = before ? comparison('Or', before, truth) : truth;
    return first;
  });
}

/** [N, C, height, width] as [half the height, 2, half the width, 2, N · C]. */
function inPairs(x: Value): Value {
  const pixels = transpose(x, [2, 3, 0, 1]);
  const [height, width, batch, channels] = pixels.shape as Four;
  const [rows, columns] = [height >> 1, width >> 1];
  const whole = slice(pixels, [0, 0, 0, 0], [2 * rows, 2 * columns, batch, channels]);
  return reshape(whole, [rows, 2, columns, 2, batch * channels]);
}

/** Of each window: [rows, columns, N · C]. */
const largest = (pairs: Value) => reduce('ReduceMax', reduce('ReduceMax', pairs, [3]), [1]);
