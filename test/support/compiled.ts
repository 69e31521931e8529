import './backend';
import assert from 'node:assert/strict';
import * as runtime from 'onnxruntime-node';
import { compiler } from '../../src/lab/compiler/compile';
import { eager, type Prepare } from '../../src/lab/core/prepare';
import { random } from '../../src/lab/core/random';
import { tf, type Tensor } from '../../src/lab/core/tf';

/** Functions compiled for ONNX Runtime, on two threads. */
export const compiled = compiler(runtime, { options: { executionProviders: ['cpu'], intraOpNumThreads: 2 } });

/** A tensor of standard normal numbers that a seed and a shape alone decide. */
export function normal<T extends Tensor>(shape: number[], seed: number): T {
  const rng = random(seed, ...shape);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.normal());
  return tf.tensor(values, shape) as T;
}

/** Value of f, and its slopes along a direction that differs from place to place. */
export function withSlope(f: (...inputs: Tensor[]) => Tensor) {
  return (...inputs: Tensor[]) => {
    const y = f(...inputs);
    return [y, ...tf.grads(f)(inputs, tf.sin(tf.add(tf.ones(y.shape), y)))];
  };
}

/**
 * Holds what is compiled against what TensorFlow.js's reference computes: shape, type and values.
 * @param tolerance part of the largest number of a result
 * @param expected what the reference shall compute, where it is wrong about f
 */
export async function sameCompiled(
  inputs: readonly Tensor[],
  f: (...inputs: Tensor[]) => Tensor | Tensor[],
  tolerance = 1e-5,
  expected = f,
): Promise<void> {
  const named = Object.fromEntries(inputs.map((input, at) => [`x${at}`, input]));
  const results = async (prepare: Prepare, compute: typeof f) => {
    const outputs = await prepare((given) => {
      const result = compute(...inputs.map((_, at) => given[`x${at}`]!));
      return Object.fromEntries([result].flat().map((each, at) => [`y${at}`, each]));
    })(named);
    return Object.values(outputs);
  };
  const wanted = await results(eager, expected);
  const actual = await results(compiled, f);
  assert.equal(actual.length, wanted.length);
  actual.forEach((tensor, at) => sameTensor(tensor, wanted[at]!, tolerance));
}

/** @param tolerance part of the largest number of `expected` */
export function sameTensor(actual: Tensor, expected: Tensor, tolerance: number, name = ''): void {
  assert.deepEqual([actual.dtype, actual.shape], [expected.dtype, expected.shape], name);
  const [values, wanted] = [actual.dataSync(), expected.dataSync()];
  const finite = Array.from(wanted, Math.abs).filter(Number.isFinite);
  const scale = finite.reduce((greatest, value) => Math.max(greatest, value), 1);
  values.forEach((value, at) => {
    const same = Object.is(value, wanted[at]) || Math.abs(value - wanted[at]!) <= tolerance * scale;
    assert.ok(same, `${name} at ${at}: ${value}, expected ${wanted[at]}`);
  });
}
