/** Laws that put a program into operators that run on a graphics card. */
import type { Node, Value } from '../graph';
import { binary, comparison, concat, filled, node, pad, reshape, scalar, slice, where } from '../operators';
import type { Rule } from './rule';

/** Numbers below this are no numbers of a network's. */
const lowest = -3e38;

export const onCards: readonly Rule[] = [
  {
    law: 'numbers put to the places of maxima = numbers where the windows equal their maxima',
    ops: ['MaxUnpool', 'ScatterElements'],
    rewrite({ op, inputs, shape }) {
      const [first, places, third] = inputs as [Value, Value, Value];
      const pool = poolOf(places);
      if (!pool) return null;
      const numbers = op === 'MaxUnpool' ? first : reshape(third, pool.shape);
      return reshape(atMaxima(pool, numbers), shape);
    },
  },
  {
    law: 'convolve(x, w) = convolve(x with channels of zeros, w with as many)',
    ops: ['Conv'],
    rewrite(out) {
      const [x, filter] = out.inputs as [Value, Value];
      const channels = filter.shape[1]!;
      const isGrouped = x.shape[1] !== channels;
      if (isGrouped || !isMiscounted(channels)) return null;
      const more = [0, Math.ceil(channels / 4) * 4 - channels, 0, 0];
      const none = [0, 0, 0, 0];
      return { ...out, inputs: [pad(x, none, more, 0), pad(filter, none, more, 0)] };
    },
  },
];

/**
 * WebGPU's part of ONNX Runtime 1.30 computes convolutions of so many channels wrong, without a word: multiples of 3 that
 * it reads by threes (https://github.com/microsoft/onnxruntime/issues/29651).
 */
const isMiscounted = (channels: number) => channels > 3 && channels % 3 === 0 && channels % 4 !== 0;

/** The pooling whose places these are. */
function poolOf(places: Value): Node | null {
  if (places.kind !== 'node') return null;
  if (places.op === 'Reshape') return poolOf(places.inputs[0]!);
  return places.op === 'MaxPool' && places.result === 1 ? places : null;
}

/**
 * Each window's number at its maximum, the first of equal ones, summed where windows overlap: [N, C, height, width] of the
 * pooling's input. No place is ever computed, so it needs no operator that counts in 64 bits or scatters.
 */
function atMaxima({ inputs, attributes, shape }: Node, numbers: Value): Value {
  const [x] = inputs as [Value];
  const [height, width] = attributes['kernel_shape'] as [number, number];
  const [down, right] = attributes['strides'] as [number, number];
  const [top, left, bottom, end] = attributes['pads'] as [number, number, number, number];
  const maxima = node('MaxPool', [x], { shape, dtype: x.dtype }, attributes);
  const framed = padded(x, [top, left], [bottom, end], lowest);
  const nothing = scalar(0, x.dtype);
  // Windows that begin `further` steps later reach the same numbers.
  const further = [Math.ceil(height / down) - 1, Math.ceil(width / right) - 1] as const;
  const sums = new Map<string, Value>();
  let remaining = numbers;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const met = slice(framed, [0, 0, row, column], shape, [1, 1, down, right]);
      const hit = comparison('Equal', met, maxima);
      const [later, aside] = [Math.floor(row / down), Math.floor(column / right)];
      const term = padded(
        where(hit, remaining, nothing),
        [later, aside],
        [further[0] - later, further[1] - aside],
        0,
      );
      remaining = where(hit, nothing, remaining);
      const phase = `${row % down},${column % right}`;
      const sum = sums.get(phase);
      sums.set(phase, sum ? binary('Add', sum, term) : term);
    }
  }
  const spread = interleaved(sums, [down, right]);
  const missing = [top + x.shape[2]! - spread.shape[2]!, left + x.shape[3]! - spread.shape[3]!].map((each) =>
    Math.max(0, each),
  );
  return slice(padded(spread, [0, 0], missing, 0), [0, 0, top, left], x.shape);
}

/** Numbers of each phase of a stride, [N, C, rows, columns], side by side: [N, C, rows · down, columns · right]. */
function interleaved(phases: ReadonlyMap<string, Value>, [down, right]: readonly [number, number]): Value {
  const [{ shape, dtype }] = phases.values() as Iterable<Value> as [Value];
  const [batch, channels, rows, columns] = shape as [number, number, number, number];
  const flat = [batch * channels * rows, 1, columns, 1];
  const lines = Array.from({ length: down }, (_, row) =>
    concat(
      Array.from({ length: right }, (_, column) => {
        const phase = phases.get(`${row},${column}`);
        return phase ? reshape(phase, flat) : filled(0, flat, dtype);
      }),
      3,
    ),
  );
  return reshape(concat(lines, 1), [batch, channels, rows * down, columns * right]);
}

/** An image between margins: rows and columns before it and after it. */
function padded(x: Value, before: readonly number[], after: readonly number[], value: number): Value {
  if ([...before, ...after].every((length) => length === 0)) return x;
  return pad(x, [0, 0, ...before], [0, 0, ...after], value);
}
