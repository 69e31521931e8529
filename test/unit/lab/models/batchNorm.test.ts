import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor, type Tensor1D } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import { batchNormEvaluation, batchNormTraining, epsilon } from '../../../../src/lab/models/batchNorm';

const rows = 7;
const channels = 3;

function numbers(length: number, name: string): number[] {
  const rng = random(5, name);
  return Array.from({ length }, () => rng.normal());
}

/** Σ y · direction, with the equation in loops and doubles. */
function oracle(x: number[], gamma: number[], beta: number[], direction: number[]): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) {
    const own = x.filter((_, at) => at % channels === c);
    const mean = own.reduce((a, b) => a + b) / rows;
    const variance = own.reduce((total, value) => total + (value - mean) ** 2, 0) / rows;
    own.forEach((value, row) => {
      const y = (gamma[c]! * (value - mean)) / Math.sqrt(variance + epsilon) + beta[c]!;
      sum += y * direction[row * channels + c]!;
    });
  }
  return sum;
}

describe('batch norm', () => {
  before(() => startEngine('wasm', { resolveFrom: [], wasmFolder: 'dist/wasm' }));

  const inputs = [
    numbers(rows * channels, 'x'),
    numbers(channels, 'gamma'),
    numbers(channels, 'beta'),
  ] as const;
  const direction = numbers(rows * channels, 'direction');
  const running = () => ({
    mean: tf.zeros([channels]) as Tensor1D,
    variance: tf.ones([channels]) as Tensor1D,
  });
  const loss = (x: Tensor, gamma: Tensor, beta: Tensor) => {
    const { y } = batchNormTraining(x, { gamma: gamma as Tensor1D, beta: beta as Tensor1D, ...running() });
    return y.mul(tf.tensor(direction, [rows, channels])).sum();
  };
  const tensors = () => [
    tf.tensor(inputs[0], [rows, channels]),
    tf.tensor1d(inputs[1]),
    tf.tensor1d(inputs[2]),
  ];

  it('gives what the equation gives', () => {
    const [x, gamma, beta] = inputs;
    const actual = tf.tidy(() => loss(...(tensors() as [Tensor, Tensor, Tensor])).dataSync()[0]!);
    const expected = oracle(x, gamma, beta, direction);
    assert.ok(Math.abs(actual - expected) < 1e-4, `${actual}, expected ${expected}`);
  });

  ['x', 'gamma', 'beta'].forEach((name, which) => {
    it(`has the equation's slope of ${name}`, () => {
      const slope = tf.tidy(() => Array.from(tf.grads(loss)(tensors())[which]!.dataSync()));
      slope.forEach((value, at) => {
        const moved = (by: number) => {
          const copies = inputs.map((values) => [...values]) as [number[], number[], number[]];
          copies[which]![at]! += by;
          return oracle(...copies, direction);
        };
        const expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        assert.ok(Math.abs(value - expected) < 1e-4, `at ${at}: ${value}, expected ${expected}`);
      });
    });
  });

  it('stays finite where a channel never changes, and in a batch of one', () => {
    tf.tidy(() => {
      const channel = { gamma: tf.ones([2]) as Tensor1D, beta: tf.zeros([2]) as Tensor1D };
      const statistics = { mean: tf.zeros([2]) as Tensor1D, variance: tf.ones([2]) as Tensor1D };
      for (const count of [4, 1]) {
        const f = (x: Tensor) => batchNormTraining(x, { ...channel, ...statistics }).y;
        const { value, grad } = tf.valueAndGrad(f)(tf.ones([count, 2]), tf.ones([count, 2]));
        assert.ok([...value.dataSync(), ...grad.dataSync()].every((number) => number === 0));
      }
    });
  });

  it('uses the running statistics in evaluation', () => {
    tf.tidy(() => {
      const one = (value: number) => tf.tensor1d([value]);
      const y = batchNormEvaluation(tf.tensor2d([[5], [7]]), {
        gamma: one(2),
        beta: one(1),
        mean: one(3),
        variance: one(4),
      });
      // (5 - 3) / 2 · 2 + 1 and (7 - 3) / 2 · 2 + 1
      y.dataSync().forEach((value, at) => assert.ok(Math.abs(value - [3, 5][at]!) < 1e-4));
    });
  });
});
