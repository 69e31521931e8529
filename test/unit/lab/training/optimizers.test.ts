import assert from 'node:assert/strict';
import { tf, type Tensor } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import { adam } from '../../../../src/lab/training/adam';
import type { Optimizer } from '../../../../src/lab/training/optimizer';
import { sgd } from '../../../../src/lab/training/sgd';

/** Where one weight stands after each step, for the gradients given. */
function path(optimizer: Optimizer, start: number, gradients: number[], scale = 1): number[] {
  return tf.tidy(() => {
    let weights: Record<string, Tensor> = { w: tf.tensor1d([start]) };
    let state = optimizer.initialise(weights);
    return gradients.map((gradient, at) => {
      const next = optimizer.update(
        weights,
        { w: tf.tensor1d([gradient]) },
        state,
        tf.scalar(at + 1),
        () => scale,
      );
      weights = { ...next.weights };
      state = next.state;
      return weights['w']!.dataSync()[0]!;
    });
  });
}

function close(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) =>
    assert.ok(Math.abs(value - expected[at]!) < 1e-6, `step ${at + 1}: ${value}, expected ${expected[at]}`),
  );
}

describe('optimizers', () => {
  before(() => startEngine('cpu', { resolveFrom: [], wasmFolder: '' }));

  it('sgd: velocity and weights worked by hand', () => {
    // v = 1, then 0.5·1 + 2 = 2.5, then 0.5·2.5 - 1 = 0.25
    close(path(sgd({ learningRate: 0.1, momentum: 0.5 }), 1, [1, 2, -1]), [0.9, 0.65, 0.625]);
  });

  it('sgd: weight decay joins the gradient', () => {
    // g = 1 + 0.1·2 = 1.2, w = 2 - 0.12; then g = 0.188, w = 1.88 - 0.0188
    close(path(sgd({ learningRate: 0.1, momentum: 0, weightDecay: 0.1 }), 2, [1, 0]), [1.88, 1.8612]);
  });

  it('adam: the first step has the length of the learning rate, whatever the gradient', () => {
    close(path(adam({ learningRate: 0.1 }), 1, [1000]), [0.9]);
    close(path(adam({ learningRate: 0.1 }), 1, [-0.1]), [1.1]);
  });

  it('adam: three steps, worked by hand', () => {
    // m: 0.1, 0.29, 0.161; v: 0.001, 0.004999, 0.005994001
    const m = [0.1 / 0.1, 0.29 / 0.19, 0.161 / 0.271];
    const v = [0.001 / 0.001, 0.004999 / 0.001999, 0.005994001 / 0.002997001];
    const expected: number[] = [];
    m.forEach((mean, at) =>
      expected.push((expected[at - 1] ?? 0) - (0.01 * mean) / (Math.sqrt(v[at]!) + 1e-8)),
    );
    close(path(adam({ learningRate: 0.01 }), 0, [1, 2, -1]), expected);
  });

  it('adam: weight decay stands apart from the gradient', () => {
    close(path(adam({ learningRate: 0.1, weightDecay: 0.5 }), 2, [0]), [1.9]);
  });

  it('a scale multiplies the step', () => {
    close(path(sgd({ learningRate: 0.1, momentum: 0 }), 1, [1], 10), [0]);
    close(path(adam({ learningRate: 0.01 }), 1, [1], 10), [0.9]);
  });

  it('refuse settings out of range', () => {
    assert.throws(
      () => adam({ learningRate: 0 }),
      /adam: learningRate must be a number greater than 0; got 0/,
    );
    assert.throws(() => adam({ beta1: 1 }), /adam: beta1 must be a number of at least 0 and below 1; got 1/);
    assert.throws(() => sgd({ weightDecay: -1 }), /sgd: weightDecay must be a number of at least 0; got -1/);
    assert.throws(() => sgd({ momentum: Number.NaN }), /sgd: momentum must be .* number/);
  });
});
