import '../../../support/backend';
import assert from 'node:assert/strict';
import { eager } from '../../../../src/lab/core/prepare';
import { repeat } from '../../../../src/lab/core/repeat';
import { tf, type Tensor } from '../../../../src/lab/core/tf';
import { compiled } from '../../../support/compiled';

/** Fibonacci's numbers, each times what does not change, and the sum of the turns' numbers. */
const fibonacci = ({ times, factor }: Readonly<Record<string, Tensor>>) => {
  const start = [tf.scalar(0), tf.ones([2]), tf.scalar(0, 'int32')];
  const [last, next, turns] = repeat(times!, start, (number, [a, b, sum]) => [
    b!.sum().div(2),
    a!.add(b!).mul(factor!.square()),
    sum!.add(number),
  ]);
  return { last: last!, next: next!, turns: turns! };
};

const given = (times: number, factor = 1) => ({
  times: tf.scalar(times, 'int32'),
  factor: tf.scalar(factor),
});

describe('repeat', () => {
  for (const [engine, prepare] of Object.entries({ eager, compiled })) {
    const run = prepare(fibonacci);

    it(`takes as many turns as it is told, ${engine}`, async () => {
      const { last, next, turns } = await run(given(10));
      assert.deepEqual([last!.dataSync()[0], ...next!.dataSync(), turns!.dataSync()[0]], [55, 89, 89, 45]);
    });

    it(`gives what it was given where there is no turn to take, ${engine}`, async () => {
      const { last, next, turns } = await run(given(0));
      assert.deepEqual([last!.dataSync()[0], ...next!.dataSync(), turns!.dataSync()[0]], [0, 1, 1, 0]);
    });

    it(`sees what stands outside the turn, ${engine}`, async () => {
      const { next } = await run(given(2, 2));
      assert.deepEqual([...next!.dataSync()], [(1 + 4) * 4, (1 + 4) * 4]);
    });
  }

  it('keeps one loop within another apart', async () => {
    const nested = ({ x }: Readonly<Record<string, Tensor>>) => {
      const [sum] = repeat(tf.scalar(3, 'int32'), [x!], (outer, [total]) =>
        repeat(outer, [total!], (inner, [each]) => [each!.add(inner.toFloat()).add(outer.toFloat())]),
      );
      return { sum: sum! };
    };
    const x = tf.scalar(0.5);
    const expected = 0.5 + (0 + 1) + (0 + 2) + (1 + 2);
    for (const prepare of [eager, compiled]) {
      assert.equal((await prepare(nested)({ x })).sum!.dataSync()[0], expected);
    }
  });

  it('leaves nothing behind but its result', () => {
    const state = [tf.scalar(1)];
    const times = tf.scalar(4, 'int32');
    const before = tf.memory().numTensors;
    const [result] = repeat(times, state, (_, [x]) => [x!.mul(2)]);
    assert.equal(result!.dataSync()[0], 16);
    assert.equal(tf.memory().numTensors - before, 1);
  });
});
