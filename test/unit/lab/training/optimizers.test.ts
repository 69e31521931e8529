import assert from 'node:assert/strict';
import { tf, type Tensor } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import { adam } from '../../../../src/lab/training/adam';
import { adamW } from '../../../../src/lab/training/adamW';
import type { Optimizer } from '../../../../src/lab/training/optimizer';
import { rmsprop } from '../../../../src/lab/training/rmsprop';
import { sgd } from '../../../../src/lab/training/sgd';
import { withSchedule } from '../../../../src/lab/training/withSchedule';

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
        {
          step: tf.scalar(at + 1),
          learningRate: tf.scalar(optimizer.learningRate * (optimizer.schedule?.(at + 1) ?? 1)),
        },
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

  it('adamW: weight decay stands apart from the gradient, in adam it joins it', () => {
    close(path(adamW({ learningRate: 0.1, weightDecay: 0.5 }), 2, [0]), [1.9]);
    close(path(adam({ learningRate: 0.1, weightDecay: 0.5 }), 2, [0]), [1.9]);
    close(path(adam({ learningRate: 0.1, weightDecay: 0.5 }), 2, [-1]), [2]);
  });

  const gradients = [1, -0.4, 0.3, 2, -1.7, 0, 0.05];
  const start = 0.8;

  /** The equations of PyTorch's documentation once more, in doubles: each gives the weight's change. */
  const references: Record<
    string,
    [Optimizer, (rate: number) => (w: number, g: number, t: number) => number]
  > = {
    'sgd, nesterov and decay': [
      sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
      (rate) => {
        let v = 0;
        return (w, g) => {
          g += 0.1 * w;
          v = 0.9 * v + g;
          return w - rate * (g + 0.9 * v);
        };
      },
    ],
    'sgd, plain': [sgd({ learningRate: 0.05, momentum: 0 }), (rate) => (w, g) => w - rate * g],
    'adam with decay': [
      adam({ learningRate: 0.05, weightDecay: 0.1 }),
      (rate) => adamReference(rate, 0.1, 0),
    ],
    adamW: [adamW({ learningRate: 0.05, weightDecay: 0.1 }), (rate) => adamReference(rate, 0, 0.1)],
    rmsprop: [
      rmsprop({ learningRate: 0.05, alpha: 0.9 }),
      (rate) => {
        let s = 0;
        return (w, g) => {
          s = 0.9 * s + 0.1 * g * g;
          return w - (rate * g) / (Math.sqrt(s) + 1e-8);
        };
      },
    ],
    'rmsprop, momentum and decay': [
      rmsprop({ learningRate: 0.05, momentum: 0.5, weightDecay: 0.1, epsilon: 0.1 }),
      (rate) => {
        let [s, v] = [0, 0];
        return (w, g) => {
          g += 0.1 * w;
          s = 0.99 * s + 0.01 * g * g;
          v = 0.5 * v + g / (Math.sqrt(s) + 0.1);
          return w - rate * v;
        };
      },
    ],
  };

  function adamReference(rate: number, joined: number, apart: number) {
    let [m, v] = [0, 0];
    return (w: number, g: number, t: number) => {
      g += joined * w;
      w -= rate * apart * w;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      return w - (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    };
  }

  for (const [name, [optimizer, reference]] of Object.entries(references)) {
    it(`${name}: as by plain numbers`, () => {
      const move = reference(0.05);
      let w = start;
      const expected = gradients.map((gradient, at) => (w = move(w, gradient, at + 1)));
      close(path(optimizer, start, gradients), expected);
    });
  }

  const rates = (given: Parameters<typeof withSchedule>[1], steps: number) => {
    const { schedule } = withSchedule(sgd(), given);
    return Array.from({ length: steps }, (_, at) => schedule!(at + 1));
  };

  it('a schedule warms up, and falls in steps or along half a wave', () => {
    close(rates({ decay: 'constant', warmUp: 2 }, 4), [0.5, 1, 1, 1]);
    close(rates({ decay: 'step', every: 2, factor: 0.1 }, 5), [1, 1, 0.1, 0.1, 0.01]);
    close(rates({ decay: 'cosine', steps: 4 }, 6), [
      1,
      0.5 + Math.SQRT1_2 / 2,
      0.5,
      0.5 - Math.SQRT1_2 / 2,
      0,
      0,
    ]);
    close(rates({ decay: 'cosine', steps: 4, warmUp: 2, least: 0.2 }, 5), [0.5, 1, 1, 0.6, 0.2]);
  });

  it('a schedule changes the step, and stands in the record', () => {
    const optimizer = withSchedule(sgd({ learningRate: 0.1, momentum: 0 }), { decay: 'step', every: 1 });
    close(path(optimizer, 1, [1, 1, 1]), [0.9, 0.89, 0.889]);
    assert.equal(optimizer.options['schedule.decay'], 'step');
    assert.throws(
      () => withSchedule(sgd(), { decay: 'linear' }),
      /decay must be one of constant, step, cosine/,
    );
    assert.throws(
      () => withSchedule(sgd(), { warmUp: -1 }),
      /withSchedule: warmUp must be .* at least 0; got -1/,
    );
    assert.throws(() => withSchedule(sgd(), { factor: 2 }), /withSchedule: factor must be .* 0 to 1; got 2/);
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
