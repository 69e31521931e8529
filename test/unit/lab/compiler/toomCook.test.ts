import assert from 'node:assert/strict';
import { along, type Axis, type Matrix } from '../../../../src/lab/compiler/toomCook';
import { random } from '../../../../src/lab/core/random';

const rng = random(0, 'Toom and Cook');
const numbers = (length: number) => Array.from({ length }, () => rng.normal());
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, at) => sum + x * b[at]!, 0);
const applied = (a: Matrix, x: readonly number[]) => a.map((row) => dot(row, x));

function convolved(x: readonly number[], w: readonly number[], { result, stride, before }: Axis): number[] {
  return Array.from({ length: result }, (_, at) =>
    w.reduce((sum, tap, place) => sum + tap * (x[at * stride + place - before] ?? 0), 0),
  );
}

describe('Toom and Cook', () => {
  const axes: readonly [axis: Axis, products: number][] = [
    [{ length: 8, result: 8, taps: 3, stride: 1, before: 1 }, 12],
    [{ length: 7, result: 7, taps: 3, stride: 1, before: 1 }, 12],
    [{ length: 3, result: 3, taps: 3, stride: 1, before: 1 }, 5],
    [{ length: 1, result: 1, taps: 3, stride: 1, before: 1 }, 3],
    [{ length: 9, result: 7, taps: 3, stride: 1, before: 0 }, 12],
    [{ length: 8, result: 10, taps: 3, stride: 1, before: 2 }, 18],
    [{ length: 8, result: 4, taps: 3, stride: 2, before: 1 }, 9],
    [{ length: 9, result: 5, taps: 3, stride: 2, before: 1 }, 14],
    [{ length: 7, result: 3, taps: 2, stride: 2, before: 0 }, 6],
    [{ length: 8, result: 4, taps: 1, stride: 2, before: 0 }, 4],
    [{ length: 10, result: 4, taps: 3, stride: 3, before: 1 }, 12],
    [{ length: 6, result: 7, taps: 2, stride: 1, before: 1 }, 10],
  ];
  for (const [axis, products] of axes) {
    it(`convolve by ${products} products: ${JSON.stringify(axis)}`, () => {
      const { taken, filter, given, ...algorithm } = along(axis);
      assert.equal(algorithm.products * algorithm.tiles, products);
      const [x, w] = [numbers(axis.length), numbers(axis.taps)];
      const ofFilter = applied(filter, w);
      const all = applied(taken, x).map((each, at) => each * ofFilter[Math.floor(at / algorithm.tiles)]!);
      const expected = convolved(x, w, axis);
      applied(given, all).forEach((y, at) => assert.ok(Math.abs(y - expected[at]!) < 1e-12, `${at}`));
    });
  }
});
