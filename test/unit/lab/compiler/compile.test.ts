import '../../../support/backend';
import assert from 'node:assert/strict';
import * as runtime from 'onnxruntime-node';
import { compiler } from '../../../../src/lab/compiler/compile';
import { Recent } from '../../../../src/lab/compiler/recent';
import type { Runtime } from '../../../../src/lab/compiler/session';
import { repeat } from '../../../../src/lab/core/repeat';
import { tf } from '../../../../src/lab/core/tf';

/** Computes, and counts what was loaded. */
function counting() {
  const loaded = { count: 0 };
  const create = (...args: Parameters<typeof runtime.InferenceSession.create>) => {
    loaded.count++;
    return runtime.InferenceSession.create(...args);
  };
  const counted = { ...runtime, InferenceSession: { create } } as unknown as Runtime;
  return { loaded, prepare: compiler(counted, { options: { intraOpNumThreads: 1 } }) };
}

describe('compiler', () => {
  const scaled = (factor: number) => () => ({
    y: repeat(tf.scalar(3, 'int32'), [tf.scalar(1)], (_, [x]) => [x!.mul(factor)])[0]!,
  });

  it('loads functions with equal graphs once', async () => {
    const { loaded, prepare } = counting();
    for (const factor of [2, 2, 3, 2]) {
      const { y } = await prepare(scaled(factor))({});
      assert.equal(y!.dataSync()[0], factor ** 3);
    }
    assert.equal(loaded.count, 2);
  });

  it('loads one function once for each shape', async () => {
    const { loaded, prepare } = counting();
    const squared = prepare(({ x }) => ({ y: x!.square() }));
    for (const size of [2, 3, 2]) assert.deepEqual((await squared({ x: tf.ones([size]) })).y!.shape, [size]);
    assert.equal(loaded.count, 2);
  });

  it("gives back what only passes by without a copy, in its place, and as the caller's own", async () => {
    const { loaded, prepare } = counting();
    const step = prepare(({ memory, x }) => ({ memory: memory!, x: x!.add(memory!) }));
    let state: Record<string, tf.Tensor> = { memory: tf.tensor1d([1, 2]), x: tf.zeros([2]) };
    const kept = state['memory']!.dataSync();
    for (let at = 0; at < 3; at++) {
      const next = await step(state);
      tf.dispose(state);
      state = { ...next };
    }
    assert.equal(state['memory']!.dataSync(), kept);
    assert.deepEqual([...state['x']!.dataSync()], [3, 6]);
    assert.deepEqual(Object.keys(state), ['memory', 'x']);
    assert.equal(loaded.count, 1);
    const { y } = await prepare(({ x }) => ({ y: x! }))({ x: tf.tensor1d([5]) });
    assert.deepEqual([...y!.dataSync()], [5]);
  });
});

describe('recent', () => {
  it('keeps what was asked for last', () => {
    const recent = new Recent<object>(2);
    const made = (key: string) => recent.get(key, () => ({}));
    const [a, b] = [made('a'), made('b')];
    assert.equal(made('a'), a);
    made('c');
    assert.equal(made('a'), a);
    assert.notEqual(made('b'), b);
  });
});
