import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { tf, type Scalar, type Tensor, type Tensor4D } from '../../../../src/lab/core/tf';
import { startEngine } from '../../../../src/lab/engine/engine';
import { conv4 } from '../../../../src/lab/models/conv4';
import { mlp } from '../../../../src/lab/models/mlp';
import { mobilenet } from '../../../../src/lab/models/mobilenet';
import { resnet18 } from '../../../../src/lab/models/resnet18';
import { resnet50 } from '../../../../src/lab/models/resnet50';
import { vit } from '../../../../src/lab/models/vit';
import { layerNorm } from '../../../../src/lab/models/layerNorm';
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

/** Holds a network's last layer against its embeddings. */
function checkHead(model: Model, shape: Shape): void {
  tf.tidy(() => {
    const variables = model.initialise(shape, random(5, 'head'));
    const { embeddings, features } = model.apply(pictures(3, shape), variables, 'evaluate');
    assert.deepEqual(features!.shape, [3, model.head!.columns(shape)]);
    const again = model.head!.apply(features!, variables.weights);
    assert.deepEqual(again.dataSync(), embeddings.dataSync());
  });
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

  it('resnet18, resnet50 and mobilenet have the parameters of the literature, for 1000 classes', () => {
    tf.tidy(() => {
      const published = { stem: 'imagenet', dimension: 1000 };
      const of = (model: Model) => parameters(model.initialise([224, 224, 3], random(0)).weights);
      assert.equal(of(resnet18(published)), 11_689_512);
      assert.equal(of(resnet50(published)), 25_557_032);
      assert.equal(of(mobilenet({ stride: 2, dimension: 1000 })), 4_231_976);
    });
  });

  it('vit has weights for patches, places, attention and two linear layers a block', () => {
    tf.tidy(() => {
      const model = vit({ patch: 4, width: 6, depth: 2, heads: 3, hidden: 10, dimension: 5 });
      const { weights } = model.initialise([8, 12, 2], random(0));
      const block = 4 * 6 + (6 * 18 + 18) + (6 * 6 + 6) + (6 * 10 + 10) + (10 * 6 + 6);
      assert.equal(parameters(weights), 4 * 4 * 2 * 6 + 6 + 6 + 7 * 6 + 2 * block + 2 * 6 + 6 * 5 + 5);
    });
  });

  it('mlp leaves out in training what the noise says, and nothing in evaluation', () => {
    tf.tidy(() => {
      const model = mlp({ hidden: [200], dropout: 0.25, dimension: 3 });
      const variables = model.initialise([2, 2, 1], random(0));
      const images = pictures(50, [2, 2, 1]);
      const noise = model.drawNoise!({ batch: 50 }, random(1));
      const features = (mode: 'train' | 'evaluate') =>
        model.apply(images, variables, mode, noise).features!.dataSync();
      const [whole, dropped] = [features('evaluate'), features('train')];
      const uniform = noise['layer1']!.dataSync();
      let left = 0;
      dropped.forEach((value, at) => {
        const expected = uniform[at]! < 0.25 ? 0 : whole[at]! / 0.75;
        assert.ok(Math.abs(value - expected) < 1e-6);
        if (uniform[at]! >= 0.25) left++;
      });
      assert.ok(Math.abs(left / dropped.length - 0.75) < 0.02);
      assert.throws(() => model.apply(images, variables, 'train'), /dropout: no noise was given/);
    });
  });

  it('layer norm gives each row mean 0 and variance 1', () => {
    tf.tidy(() => {
      const model = mlp({ hidden: [64], layerNorm: true, dimension: 3 });
      const variables = model.initialise([3, 3, 1], random(0));
      // γ = 0 leaves β alone.
      const weights = {
        ...variables.weights,
        'layer1.gamma': tf.zeros([64]),
        'layer1.beta': tf.range(0, 64),
      };
      const { features } = model.apply(pictures(2, [3, 3, 1]), { ...variables, weights }, 'train');
      assert.deepEqual(
        Array.from(features!.dataSync()).slice(64),
        Array.from({ length: 64 }, (_, at) => at),
      );
      const y = layerNorm(pictures(5, [1, 1, 30]).mul(7), 'layer1', {
        'layer1.gamma': tf.ones([30]),
        'layer1.beta': tf.zeros([30]),
      });
      const { mean, variance } = tf.moments(y, -1);
      mean.dataSync().forEach((value) => assert.ok(Math.abs(value) < 1e-5));
      variance.dataSync().forEach((value) => assert.ok(Math.abs(value - 1) < 1e-3));
    });
  });

  for (const pool of ['average', 'max', 'average+max']) {
    it(`resnet18 takes the ${pool} of each channel, with either stem`, () => {
      tf.tidy(() => {
        for (const stem of ['small', 'imagenet']) {
          const model = resnet18({ width: 2, dimension: 3, stem, pool });
          const variables = model.initialise([33, 40, 1], random(0));
          for (const mode of ['train', 'evaluate'] as const) {
            const { embeddings, statistics } = model.apply(pictures(3, [33, 40, 1]), variables, mode);
            assert.deepEqual(embeddings.shape, [3, 3]);
            assert.ok(embeddings.dataSync().every(Number.isFinite));
            assert.deepEqual(Object.keys(statistics).sort(), Object.keys(variables.statistics).sort());
          }
        }
      });
    });
  }

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
    const models = [
      conv4({ channels: 4, dimension: 5 }),
      mlp({ hidden: [6], dimension: 5 }),
      mobilenet({ width: 2, dimension: 5 }),
      vit({ patch: shape[0] === 37 ? 1 : 4, width: 4, depth: 1, hidden: 8, dimension: 5 }),
    ];
    for (const model of models) {
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

  for (const model of [
    conv4({ channels: 3 }),
    mlp({ hidden: [6] }),
    mlp({ hidden: [] }),
    resnet18({ width: 2 }),
  ]) {
    it(`${model.name}: its head makes the embeddings of the features`, () => checkHead(model, [18, 16, 2]));
  }

  it('conv4: slopes as by differences', () => checkSlopes(conv4({ channels: 2, dimension: 3 }), [17, 16, 1]));
  it('mlp: slopes as by differences', () => checkSlopes(mlp({ hidden: [4], dimension: 3 }), [3, 3, 1]));

  it('vit: slopes as by differences', () =>
    checkSlopes(vit({ patch: 2, width: 4, depth: 1, heads: 2, hidden: 3, dimension: 3 }), [4, 4, 1]));
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
