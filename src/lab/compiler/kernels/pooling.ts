/** Max-pool and average pool, and their slopes. */
import { tf } from '../../core/tf';
import { sizeOf, type Value } from '../graph';
import { binary, constant, filled, integers, node, reshape } from '../operators';
import {
  channelsFirst,
  channelsLast,
  four,
  kernelOf,
  outShape,
  padsOf,
  spread,
  stridesOf,
  type Info,
} from './image';
import type { AnyLowering, Lowering } from './lowering';

function infoOf(x: Value, { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs): Info {
  return tf.backend_util.computePool2DInfo(four(x.shape), filterSize, strides, 1, pad, dimRoundingMode);
}

const attributesOf = (info: Info) => ({
  kernel_shape: kernelOf(info),
  strides: stridesOf(info),
  pads: padsOf(info),
});

/** ONNX's average is of what lies within the image, as TensorFlow.js has it. */
const pool =
  (op: 'MaxPool' | 'AveragePool'): Lowering<'x', tf.MaxPoolAttrs> =>
  ({ x }, attributes) => {
    const info = infoOf(x, attributes);
    const type = { shape: outShape(info), dtype: x.dtype };
    return channelsLast(node(op, [channelsFirst(x)], type, attributesOf(info)));
  };

/** The slope goes to the place of each window's greatest number, the first of equal ones. */
const maxPoolGrad: Lowering<'dy' | 'input', tf.MaxPoolGradAttrs> = ({ dy, input }, attributes) => {
  const info = infoOf(input, attributes);
  const x = channelsFirst(input);
  const slopes = channelsFirst(dy);
  const places = node('MaxPool', [x], { shape: outShape(info), dtype: 'int64' }, attributesOf(info), 1);
  const apart = info.filterHeight <= info.strideHeight && info.filterWidth <= info.strideWidth;
  return channelsLast(apart ? placed(slopes, places, x, info) : summed(slopes, places, x));
};

/** Each number at its place, where no two have the same. */
function placed(numbers: Value, places: Value, like: Value, info: Info): Value {
  return node('MaxUnpool', [numbers, places, integers(like.shape)], like, attributesOf(info));
}

/** Each number at its place, added to what is there. */
function summed(numbers: Value, places: Value, like: Value): Value {
  const flat = (value: Value) => reshape(value, [sizeOf(value.shape)]);
  const nothing = filled(0, [sizeOf(like.shape)], like.dtype);
  const inputs = [nothing, flat(places), flat(numbers)];
  return reshape(node('ScatterElements', inputs, nothing, { axis: 0, reduction: 'add' }), like.shape);
}

/** The slope goes to all of its window within the image, in equal parts. */
const avgPoolGrad: Lowering<'dy' | 'input', tf.AvgPoolGradAttrs> = ({ dy, input }, attributes) => {
  const info = infoOf(input, attributes);
  const parts = binary('Div', channelsFirst(dy), windowSizes(info));
  const ones = filled(1, [info.inChannels, 1, info.filterHeight, info.filterWidth], dy.dtype);
  return channelsLast(spread(parts, ones, info, info.inChannels));
};

/** How many pixels of the image lie within each window: [1, 1, height, width]. */
function windowSizes(info: Info): Value {
  const along = (length: number, windows: number, stride: number, size: number, before: number) =>
    Array.from({ length: windows }, (_, at) => {
      const from = at * stride - before;
      return Math.min(length, from + size) - Math.max(0, from);
    });
  const { padInfo, inHeight, outHeight, strideHeight, filterHeight } = info;
  const rows = along(inHeight, outHeight, strideHeight, filterHeight, padInfo.top);
  const columns = along(info.inWidth, info.outWidth, info.strideWidth, info.filterWidth, padInfo.left);
  const sizes = rows.flatMap((row) => columns.map((column) => row * column));
  return constant(Float32Array.from(sizes), [1, 1, rows.length, columns.length], 'float32');
}

export const poolings = {
  AvgPool: pool('AveragePool'),
  AvgPoolGrad: avgPoolGrad,
  MaxPool: pool('MaxPool'),
  MaxPoolGrad: maxPoolGrad,
} satisfies Record<string, AnyLowering>;
