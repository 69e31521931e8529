/** Windows of an image: what a filter meets. */
import { sizeOf, type Node, type Value } from './graph';
import { concat, pad, slice } from './operators';

type Pair = readonly [height: number, width: number];

export interface Windows {
  /** Height and width of each. */
  readonly filter: Pair;
  readonly strides: Pair;
  /** How many there are, one below and one beside the other. */
  readonly result: Pair;
  /** Margins of the image: top, left, bottom, right. */
  readonly pads: readonly number[];
}

/**
 * What each row of the filter meets in all windows: [batch, height, width of the result, width of the filter · channels].
 * @param x [batch, height, width, channels]
 */
export function metBy(x: Value, { filter, strides, result, pads }: Windows): Value[] {
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const framed = pad(x, [0, top, left, 0], [0, bottom, right, 0], 0);
  const [batch, height, , channels] = framed.shape as [number, number, number, number];
  const columns = Array.from({ length: filter[1] }, (_, column) =>
    slice(framed, [0, 0, column, 0], [batch, height, result[1], channels], [1, 1, strides[1], 1]),
  );
  const wide = concat(columns, 3);
  const size = [batch, ...result, filter[1] * channels];
  return Array.from({ length: filter[0] }, (_, row) =>
    slice(wide, [0, row, 0, 0], size, [1, strides[0], 1, 1]),
  );
}

/** A convolution of all channels with all. */
export interface Convolution extends Omit<Windows, 'filter'> {
  /** [batch, in, height, width] */
  readonly x: Value;
  /** [out, in, height, width] */
  readonly weights: Value;
  /** Distance between neighbours in a window. */
  readonly dilations: Pair;
}

/** The parts of an ONNX convolution; null where channels go by groups. */
export function convolutionOf({ inputs, attributes, shape }: Node): Convolution | null {
  const [x, weights] = inputs as [Value, Value];
  if (x.shape[1] !== weights.shape[1]) return null;
  const pair = (name: string) => (attributes[name] ?? [1, 1]) as Pair;
  return {
    x,
    weights,
    result: shape.slice(2) as [number, number],
    strides: pair('strides'),
    dilations: pair('dilations'),
    pads: (attributes['pads'] ?? [0, 0, 0, 0]) as readonly number[],
  };
}

/** Whether it is the slope of a filter: channels are images, and the slopes are a filter that is larger than the result. */
export function isFilterSlope({ weights, result }: Convolution): boolean {
  return sizeOf(weights.shape.slice(2)) > sizeOf(result);
}

/** Slopes of filters of fewer channels than this are so narrow that no arrangement of slopes pays. */
export const fewChannels = 8;
