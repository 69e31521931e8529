import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { pairs, type Reference } from '../../../../src/lab/core/pairs';
import { random } from '../../../../src/lab/core/random';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { circle } from '../../../../src/lab/losses/circle';
import { contrastive } from '../../../../src/lab/losses/contrastive';
import { proxyNca } from '../../../../src/lab/losses/proxyNca';
import { softTriple } from '../../../../src/lab/losses/softTriple';
import { triplet } from '../../../../src/lab/losses/triplet';
import { multiSimilarityPairs } from '../../../../src/lab/miners/multiSimilarityPairs';
import { cosineSimilarity } from '../../../../src/lab/distances/cosineSimilarity';
import { withMiner } from '../../../../src/lab/training/withMiner';
import type { Tensors } from '../../../../src/lab/models/model';
import { zeroMean } from '../../../../src/lab/regularizers/zeroMean';
import { mPerClass } from '../../../../src/lab/samplers/mPerClass';
import { configure } from '../../../../src/lab/training/configure';
import type { Criterion } from '../../../../src/lab/training/criterion';
import { withDistanceWeighting } from '../../../../src/lab/training/withDistanceWeighting';
import { withMemory } from '../../../../src/lab/training/withMemory';
import { withProxies } from '../../../../src/lab/training/withProxies';
import { withRegularizer } from '../../../../src/lab/training/withRegularizer';
import { difference } from '../../../support/goldens';

const labels = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');
const size = { batch: 6, dimension: 4, classes: 3, images: 18, features: 0 };

function embeddings(step = 0): Tensor2D {
  const rng = random(2, 'embeddings', step);
  return tf.tensor2d(
    Float32Array.from({ length: 24 }, () => rng.normal()),
    [6, 4],
  );
}

/** One step of training, as the trainer calls it. */
function step(criterion: Criterion, x: Tensor2D, memory: Tensors = {}) {
  const indices = tf.range(0, 6, 1, 'int32');
  const weights = criterion.ownWeights?.initialise(size, random(1, 'weights')) ?? {};
  const noise = criterion.drawNoise?.(size, random(1, 'noise')) ?? {};
  let next: Tensors = {};
  const { value, grad } = tf.valueAndGrad((input) => {
    const given = { labels, indices, extra: {}, weights, memory, noise };
    const result = criterion.compute({ ...given, embeddings: input as Tensor2D });
    next = result.memory;
    for (const kept of Object.values(next)) tf.keep(kept);
    return result.loss;
  })(x);
  return { value: value.dataSync()[0]!, slope: grad.dataSync(), memory: next, weights, noise };
}

describe('configure', () => {
  it('makes a criterion of a loss, and records all its settings', () => {
    const criterion = configure(circle, { gamma: 64 });
    assert.equal(criterion.name, 'circle');
    assert.deepEqual(criterion.options, { gamma: 64, margin: 0.4, reduction: 'mean' });
    const x = embeddings();
    assert.equal(step(criterion, x).value, circle(x, labels, { gamma: 64 }).dataSync()[0]);
  });

  it('takes a function of embeddings and labels that is not of the lab', () => {
    const meanSquare = (x: Tensor2D, _y: Tensor1D): Scalar => x.square().mean();
    const criterion = configure(meanSquare);
    assert.deepEqual([criterion.name, criterion.options], ['meanSquare', {}]);
    assert.equal(step(criterion, embeddings()).value, meanSquare(embeddings(), labels).dataSync()[0]);
  });

  it('gives a loss from elsewhere the options given', () => {
    const scaled = (x: Tensor2D, _y: Tensor1D, options: { by?: number } = {}): Scalar =>
      x.sum().mul(options.by ?? 1);
    const criterion = configure(scaled, { by: 3 });
    assert.deepEqual(criterion.options, { by: 3 });
    assert.equal(step(criterion, tf.ones([6, 4])).value, 72);
  });

  it('refuses an option that the loss does not have, at once', () => {
    assert.throws(
      () => configure(circle, { gama: 64 } as object),
      new LabError("circle: no option 'gama'; it has margin, gamma, reduction"),
    );
  });

  it('refuses a loss that needs more, and says what makes it ready', () => {
    assert.throws(
      () => configure(softTriple as unknown as typeof circle),
      new LabError(
        'configure: softTriple needs more than embeddings and labels; a loss with proxies is made ready by withProxies, one with a memory by withMemory, one with boundaries by withBeta',
      ),
    );
  });

  it('makes a sampler ready, with the size of its batches', () => {
    const sampler = configure(mPerClass, { classes: 2 });
    assert.equal(sampler.name, 'mPerClass');
    assert.deepEqual(sampler.options, { classes: 2, perClass: 4 });
    assert.equal(sampler.batchSize, 8);
    const data = Int32Array.from({ length: 30 }, (_, i) => i % 5);
    assert.deepEqual(
      [...sampler.epoch(data, random(4))],
      [...mPerClass(data, random(4), { classes: 2, perClass: 4 })],
    );
  });

  it('refuses a sampler from elsewhere whose batch size it cannot know', () => {
    function* everything(all: Int32Array) {
      yield all;
    }
    assert.throws(
      () => configure(everything),
      new LabError(
        "configure: the size of everything's batches does not follow; give it { classes, perClass } or { batchSize }",
      ),
    );
  });
});

describe('withProxies', () => {
  it('owns proxies, as many of a class as there are centres, with a learning rate of their own', () => {
    const criterion = withProxies(softTriple, { centres: 2 }, { learningRateScale: 10 });
    assert.equal(criterion.ownWeights!.learningRateScale, 10);
    assert.equal(criterion.options['learningRateScale'], 10);
    assert.equal(criterion.options['tau'], 0.2);
    const x = embeddings();
    const { value, weights } = step(criterion, x);
    assert.deepEqual(weights['proxies']!.shape, [6, 4]);
    const direct = softTriple(x, labels, weights['proxies'] as Tensor2D, { centres: 2 });
    assert.equal(value, direct.dataSync()[0]);
    assert.deepEqual(step(withProxies(proxyNca), x).weights['proxies']!.shape, [3, 4]);
  });

  it('begins with the same proxies for the same random stream', () => {
    const make = () => withProxies(proxyNca).ownWeights!.initialise(size, random(9))['proxies']!.dataSync();
    assert.deepEqual(make(), make());
  });
});

describe('withMemory', () => {
  it('compares the batch with itself at first, then with the batches before as well', () => {
    const criterion = withMemory(contrastive, { size: 12 }, { negativeMargin: 1.5 });
    assert.deepEqual(criterion.options, {
      size: 12,
      warmUp: 0,
      batchWeight: 0,
      loss: 'contrastive',
      positiveMargin: 0,
      negativeMargin: 1.5,
      power: 2,
      distance: 'euclidean',
      normalise: true,
      reduction: 'mean',
    });
    const [first, second] = [embeddings(0), embeddings(1)];
    const before = criterion.initialMemory!(size);
    const one = step(criterion, first, before);
    assert.equal(
      difference([one.value], contrastive(first, labels, { negativeMargin: 1.5 }).dataSync()),
      null,
    );

    const two = step(criterion, second, one.memory);
    const both = {
      embeddings: tf.concat([first, second], 0),
      labels: tf.concat([labels, labels], 0),
      comparable: tf.concat([tf.ones([6, 6]), tf.sub(1, tf.eye(6))], 1) as Tensor2D,
    };
    const expected = contrastive(second, labels, { negativeMargin: 1.5 }, both).dataSync();
    assert.equal(difference([two.value], expected), null);
    assert.deepEqual([...two.memory['labels']!.dataSync()], [...labels.dataSync(), ...labels.dataSync()]);
    assert.deepEqual(Object.keys(two.memory), Object.keys(before), 'the memory keeps its names');
    for (const name of Object.keys(before)) assert.deepEqual(two.memory[name]!.shape, before[name]!.shape);
  });

  it('has no slope towards the memory', () => {
    const criterion = withMemory(contrastive, { size: 6 });
    const { slope } = step(criterion, embeddings(), criterion.initialMemory!(size));
    const constant = { embeddings: embeddings(), labels, comparable: tf.sub(1, tf.eye(6)) as Tensor2D };
    const expected = tf.grad((x) => contrastive(x as Tensor2D, labels, {}, constant))(embeddings());
    assert.equal(difference(slope, expected.dataSync()), null);
  });

  it('warms up on the batch alone, and then adds as much of it as told', () => {
    const criterion = withMemory(contrastive, { size: 12, warmUp: 1, batchWeight: 0.5 });
    const one = step(criterion, embeddings(0), criterion.initialMemory!(size));
    const two = step(criterion, embeddings(1), one.memory);
    const within = (i: number) => contrastive(embeddings(i), labels).dataSync()[0]!;
    const memoryAlone = step(withMemory(contrastive, { size: 12 }), embeddings(1), one.memory).value;
    assert.equal(difference([one.value, two.value], [within(0), memoryAlone + 0.5 * within(1)]), null);
  });

  it('refuses a memory smaller than a batch', () => {
    assert.throws(
      () => withMemory(contrastive, { size: 5 }).initialMemory!(size),
      new LabError('crossBatchMemory: size is 5, less than a batch of 6; raise it'),
    );
    assert.throws(
      () => withMemory(contrastive, { size: 2.5 }),
      /crossBatchMemory: size must be a whole number/,
    );
  });
});

describe('withDistanceWeighting', () => {
  const criterion = withDistanceWeighting(triplet, { draws: 2 }, { mining: 'all', reduction: 'sum' });

  it('records the settings of the draw and of the loss', () => {
    const { cutoff, nonzeroLossCutoff, draws, loss, mining } = criterion.options;
    assert.deepEqual([cutoff, nonzeroLossCutoff, draws, loss, mining], [0.5, 1.4, 2, 'triplet', 'all']);
  });

  it('lets each anchor see its positives and the negatives it drew', () => {
    const counting = (x: Tensor2D, y: Tensor1D, _options: object = {}, reference?: Reference): Scalar => {
      assert.equal(reference!.embeddings, x);
      const { positive, negative } = pairs(x, y, reference);
      assert.deepEqual([...positive.sum(1).dataSync()], [1, 1, 1, 1, 1, 1]);
      const drawnByEach = [...negative.sum(1).dataSync()];
      assert.ok(
        drawnByEach.every((count) => count <= 2) && drawnByEach.some((count) => count === 2),
        `${drawnByEach}`,
      );
      return x.sum();
    };
    step(withDistanceWeighting(counting, { draws: 2, nonzeroLossCutoff: 2 }), embeddings());
  });

  it('has a finite slope', () => {
    const { value, slope } = step(criterion, embeddings());
    assert.ok(value > 0 && [...slope].every(Number.isFinite));
  });
});

describe('withRegularizer', () => {
  const meanSquare = (rows: Tensor2D, { scale = 1 } = {}): Scalar => rows.square().mean<Scalar>().mul(scale);

  it('adds the term on embeddings, and records its settings', () => {
    const criterion = withRegularizer(contrastive, zeroMean, { weight: 0.5 });
    const x = embeddings();
    assert.equal(criterion.name, 'contrastive');
    assert.deepEqual(criterion.options, {
      ...configure(contrastive).options,
      'zeroMean.weight': 0.5,
      'zeroMean.on': 'embeddings',
    });
    const expected = contrastive(x, labels).dataSync()[0]! + 0.5 * zeroMean(x).dataSync()[0]!;
    assert.equal(difference([step(criterion, x).value], [expected]), null);
  });

  it("adds it on the loss's own weights, and another one to the result", () => {
    const proxies = withRegularizer(withProxies(proxyNca), meanSquare, { on: 'proxies' }, { scale: 2 });
    const criterion = withRegularizer(proxies, zeroMean);
    const x = embeddings();
    const { value, weights } = step(criterion, x);
    const terms = [
      proxyNca(x, labels, weights['proxies'] as Tensor2D),
      meanSquare(weights['proxies'] as Tensor2D, { scale: 2 }),
      zeroMean(x),
    ];
    assert.equal(difference([value], [terms.reduce((sum, term) => sum + term.dataSync()[0]!, 0)]), null);
  });

  it("keeps a loss's memory", () => {
    const criterion = withRegularizer(withMemory(contrastive, { size: 8 }), zeroMean, { weight: 0 });
    const start = criterion.initialMemory!(size);
    const plain = step(withMemory(contrastive, { size: 8 }), embeddings(), start);
    const { value, memory } = step(criterion, embeddings(), start);
    assert.equal(value, plain.value);
    assert.deepEqual(Object.keys(memory), Object.keys(plain.memory));
  });

  it('refuses weights that the loss does not have', () => {
    assert.throws(
      () => step(withRegularizer(withProxies(proxyNca), zeroMean, { on: 'centres' }), embeddings()),
      new LabError(
        "withRegularizer: proxyNca has no weights 'centres'; 'on' may be one of embeddings, proxies",
      ),
    );
  });

  it('refuses an option that the regularizer does not have, at once', () => {
    assert.throws(
      () => withRegularizer(circle, zeroMean, {}, { pwr: 2 } as object),
      new LabError("zeroMean: no option 'pwr'; it has none"),
    );
  });
});

describe('withMiner', () => {
  it('computes the loss on the pairs that the miner keeps, and records both settings', () => {
    const criterion = withMiner(
      contrastive,
      multiSimilarityPairs,
      { epsilon: 0.3 },
      { power: 1 },
      'similarity',
    );
    assert.equal(criterion.name, 'multiSimilarityPairs');
    assert.deepEqual(
      ['multiSimilarityPairs.epsilon', 'measure', 'loss', 'power'].map((key) => criterion.options[key]),
      [0.3, 'similarity', 'contrastive', 1],
    );
    const x = embeddings();
    const s = cosineSimilarity(x, x);
    const { positive, negative } = multiSimilarityPairs(s, pairs(x, labels), { epsilon: 0.3 });
    const reference = { embeddings: x, labels, comparable: positive.add<Tensor2D>(negative) };
    const expected = contrastive(x, labels, { power: 1 }, reference).dataSync();
    assert.equal(difference([step(criterion, x).value], expected), null);
    assert.notEqual(difference(expected, contrastive(x, labels, { power: 1 }).dataSync()), null);
  });

  it('refuses an option of the miner that there is not, and an unknown measure', () => {
    assert.throws(
      () => withMiner(contrastive, multiSimilarityPairs, { epsilom: 1 } as object),
      /no option 'epsilom'/,
    );
    assert.throws(
      () => withMiner(contrastive, multiSimilarityPairs, {}, {}, 'cosine' as 'similarity'),
      /withMiner: measure must be one of euclidean, similarity; got 'cosine'/,
    );
  });
});
