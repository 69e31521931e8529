import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Scalar, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import { conv4 } from '../../../../src/lab/models/conv4';
import { mlp } from '../../../../src/lab/models/mlp';
import { resnet18 } from '../../../../src/lab/models/resnet18';
import { resnet50 } from '../../../../src/lab/models/resnet50';
import type { Model, ModelVariables, Tensors } from '../../../../src/lab/models/model';

type Shape = readonly [number, number, number];

function parameters(tensors: Tensors): number {
  return Object.values(tensors).reduce((sum, tensor) => sum + tensor.size, 0);
}

function pictures(count: number, [height, width, channels]: Shape, seed = 1): Tensor4D {
  const rng = random(seed, 'pictures');
  const values = Float32Array.from({ length: count * height * width * channels }, () => rng.uniform());
  return tf.tensor4d(values, [count, height, width, channels]);
}

/** A number that depends on every embedding in a way of its own. */
function probe(model: Model, images: Tensor4D, variables: ModelVariables): Scalar {
  const { embeddings } = model.apply(images, variables, 'train');
  const rng = random(3, 'probe');
  const direction = tf.tensor2d(
    Float32Array.from({ length: embeddings.size }, () => rng.normal()),
    embeddings.shape,
  );
  return embeddings.mul(direction).sum();
}

/** Holds the slope along a random direction of every weight against central differences. */
function checkSlopes(model: Model, shape: Shape): void {
  tf.tidy(() => {
    const images = pictures(8, shape);
    // A network whose maxima and kinks are not within the step.
    const { weights, statistics } = model.initialise(shape, random(3, 'network'));
    const names = Object.keys(weights);
    const at = (values: Tensor[]) =>
      probe(model, images, { weights: Object.fromEntries(names.map((n, i) => [n, values[i]!])), statistics });
    const values = Object.values(weights);
    const { grads } = tf.valueAndGrads((...moved: Tensor[]) => at(moved))(values);
    names.forEach((name, which) => {
      const rng = random(7, name);
      const size = values[which]!.size;
      const direction = tf.tensor(
        Float32Array.from({ length: size }, () => rng.normal() / Math.sqrt(size)),
        values[which]!.shape,
      );
      const moved = (by: number) =>
        at(values.map((value, i) => (i === which ? value.add(direction.mul(by)) : value))).dataSync()[0]!;
      const step = 5e-4;
      const expected = (moved(step) - moved(-step)) / (2 * step);
      const actual = grads[which]!.mul(direction).sum().dataSync()[0]!;
      const error = Math.abs(actual - expected) / Math.max(0.5, Math.abs(expected));
      assert.ok(error < 0.03, `${name}: slope ${actual}, by differences ${expected}`);
    });
  });
}

describe('networks', () => {
  before(() => startEngine('wasm', { resolveFrom: [], wasmFolder: 'dist/wasm' }));

  it('conv4 has the parameters of the literature', () => {
    tf.tidy(() => {
      const { weights, statistics } = conv4().initialise([28, 28, 1], random(0));
      // 3·3·1·64 + 3·(3·3·64·64) filters, 8·64 of batch norm, 64·64 + 64 of the last layer
      assert.equal(parameters(weights), 576 + 3 * 36_864 + 512 + 4_160);
      assert.equal(parameters(statistics), 8 * 64);
    });
  });

  it('resnet18 and resnet50 have the parameters of the literature, for 1000 classes', () => {
    tf.tidy(() => {
      const published = { stem: 'imagenet', dimension: 1000 };
      const of = (model: Model) => parameters(model.initialise([224, 224, 3], random(0)).weights);
      assert.equal(of(resnet18(published)), 11_689_512);
      assert.equal(of(resnet50(published)), 25_557_032);
    });
  });

  it('mlp has a weight for each pair of neighbours, and biases', () => {
    tf.tidy(() => {
      const { weights } = mlp({ hidden: [10, 5], dimension: 3 }).initialise([4, 4, 2], random(0));
      assert.equal(parameters(weights), 32 * 10 + 10 + 10 * 5 + 5 + 5 * 3 + 3);
      assert.deepEqual(Object.keys(weights), [
        ...['layer1.weight', 'layer1.bias', 'layer2.weight', 'layer2.bias', 'layer3.weight', 'layer3.bias'],
      ]);
    });
  });

  for (const shape of [
    [28, 28, 1],
    [16, 16, 3],
    [37, 21, 1],
  ] as Shape[]) {
    for (const model of [conv4({ channels: 4, dimension: 5 }), mlp({ hidden: [6], dimension: 5 })]) {
      it(`${model.name} embeds images of [${shape}], in both modes`, () => {
        tf.tidy(() => {
          const variables = model.initialise(shape, random(0));
          for (const mode of ['train', 'evaluate'] as const) {
            const { embeddings } = model.apply(pictures(3, shape), variables, mode);
            assert.deepEqual(embeddings.shape, [3, 5]);
            assert.ok(embeddings.dataSync().every(Number.isFinite));
          }
        });
      });
    }
  }

  it('conv4: slopes as by differences', () => checkSlopes(conv4({ channels: 2, dimension: 3 }), [17, 16, 1]));
  it('mlp: slopes as by differences', () => checkSlopes(mlp({ hidden: [4], dimension: 3 }), [3, 3, 1]));

  it('the same stream gives the same weights, another one others', () => {
    tf.tidy(() => {
      const filter = (seed: number) =>
        Array.from(conv4().initialise([28, 28, 1], random(seed)).weights['block2.filter']!.dataSync());
      assert.deepEqual(filter(1), filter(1));
      assert.notDeepEqual(filter(1), filter(2));
    });
  });

  it('filters begin uniform in ±1/√fan-in', () => {
    tf.tidy(() => {
      const filter = conv4().initialise([28, 28, 1], random(1)).weights['block2.filter']!;
      const bound = 1 / Math.sqrt(9 * 64);
      const largest = filter.abs().max().dataSync()[0]!;
      const deviation = Math.sqrt(filter.square().mean().dataSync()[0]!);
      assert.ok(largest <= bound * (1 + 1e-6) && largest > 0.99 * bound, String(largest));
      assert.ok(Math.abs(deviation / (bound / Math.sqrt(3)) - 1) < 0.02, String(deviation));
    });
  });

  it('conv4 normalises a batch in training, and moves the running statistics a tenth of the way', () => {
    tf.tidy(() => {
      const model = conv4({ channels: 3 });
      const variables = model.initialise([16, 16, 1], random(1));
      const images = pictures(8, [16, 16, 1]);
      const { statistics } = model.apply(images, variables, 'train');
      const convolved = images.conv2d(variables.weights['block1.filter'] as Tensor4D, 1, 'same');
      const { mean, variance } = tf.moments(convolved, [0, 1, 2]);
      const count = 8 * 16 * 16;
      const expected = {
        'block1.mean': mean.mul(0.1),
        'block1.variance': variance.mul((0.1 * count) / (count - 1)).add(0.9),
      };
      for (const [name, tensor] of Object.entries(expected)) {
        const error = tensor.sub(statistics[name]!).abs().max().dataSync()[0]!;
        assert.ok(error < 1e-5, `${name} is off by ${error}`);
      }
    });
  });

  it('conv4 leaves the running statistics alone in evaluation, and an image does not depend on its batch', () => {
    tf.tidy(() => {
      const model = conv4({ channels: 3, dimension: 4 });
      const variables = model.initialise([16, 16, 1], random(1));
      const images = pictures(4, [16, 16, 1]);
      const together = model.apply(images, variables, 'evaluate');
      assert.deepEqual(together.statistics, variables.statistics);
      const alone = model.apply(images.slice([2], [1]), variables, 'evaluate').embeddings.dataSync();
      const row = together.embeddings.slice([2], [1]).dataSync();
      alone.forEach((value, at) => assert.ok(Math.abs(value - row[at]!) < 1e-5));
    });
  });

  it('a training pass leaves no tensor behind', () => {
    const model = conv4({ channels: 2 });
    const variables = model.initialise([16, 16, 1], random(1));
    const images = pictures(3, [16, 16, 1]);
    const before = tf.memory().numTensors;
    tf.tidy(() => void model.apply(images, variables, 'train'));
    assert.equal(tf.memory().numTensors, before);
    tf.dispose([images, { ...variables.weights }, { ...variables.statistics }]);
  });

  it('refuse what cannot be', () => {
    assert.throws(
      () => conv4({ channels: 0 }),
      /conv4: channels must be a whole number of at least 1; got 0/,
    );
    assert.throws(() => mlp({ hidden: [3.5] }), /mlp: hidden\[0\] must be a whole number .* got 3.5/);
    assert.throws(
      () => conv4().initialise([15, 28, 1], random(0)),
      /conv4: images must be at least 16 x 16, .* got 15 x 28/,
    );
  });
});
