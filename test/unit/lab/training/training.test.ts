import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import type { Prepare } from '../../../../src/lab/core/prepare';
import { random } from '../../../../src/lab/core/random';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { detached } from '../../../../src/lab/core/detached';
import { affine } from '../../../../src/lab/augmentations/affine';
import { gradientReversal } from '../../../../src/lab/core/gradientReversal';
import type { ImageSet, Splits } from '../../../../src/lab/datasets/dataset';
import { startEngine, type EngineRequest } from '../../../../src/lab/engine/engine';
import { contrastive } from '../../../../src/lab/losses/contrastive';
import { multiSimilarity } from '../../../../src/lab/losses/multiSimilarity';
import { proxyNca } from '../../../../src/lab/losses/proxyNca';
import { triplet } from '../../../../src/lab/losses/triplet';
import { spanningTree } from '../../../../src/lab/miners/spanningTree';
import { conv4 } from '../../../../src/lab/models/conv4';
import { mlp } from '../../../../src/lab/models/mlp';
import type { AdaptiveSampler } from '../../../../src/lab/samplers/configured';
import { retrievalScores } from '../../../../src/lab/metrics/retrievalScores';
import { mPerClass } from '../../../../src/lab/samplers/mPerClass';
import { divideAndConquer } from '../../../../src/lab/samplers/divideAndConquer';
import { interclassCharacteristics } from '../../../../src/lab/samplers/interclassCharacteristics';
import { samplingPolicy } from '../../../../src/lab/samplers/samplingPolicy';
import { stochasticClassMining } from '../../../../src/lab/samplers/stochasticClassMining';
import { adam } from '../../../../src/lab/training/adam';
import { configure } from '../../../../src/lab/training/configure';
import type { Criterion } from '../../../../src/lab/training/criterion';
import { defineExperiment, type ExperimentDefinition } from '../../../../src/lab/training/defineExperiment';
import { sgd } from '../../../../src/lab/training/sgd';
import { stepsAtOnce } from '../../../../src/lab/training/stepsAtOnce';
import { createTraining, type Training } from '../../../../src/lab/training/training';
import { withDistanceWeighting } from '../../../../src/lab/training/withDistanceWeighting';
import { withMemory } from '../../../../src/lab/training/withMemory';
import { withAuxiliaryEncoder } from '../../../../src/lab/training/withAuxiliaryEncoder';
import { withHardSynthesis } from '../../../../src/lab/training/withHardSynthesis';
import { withRhoRegularisation } from '../../../../src/lab/training/withRhoRegularisation';
import { withSamplingPolicy } from '../../../../src/lab/training/withSamplingPolicy';
import { withSignatures } from '../../../../src/lab/training/withSignatures';
import { withSlices } from '../../../../src/lab/training/withSlices';
import { withMiner } from '../../../../src/lab/training/withMiner';
import { withProxies } from '../../../../src/lab/training/withProxies';

const side = 16;

/** Classes of dim dots in places of their own, under noise that hides them from a plain comparison of pixels. */
function dots(classes: number, perClass: number, seed: number): ImageSet {
  const rng = random(seed, 'dots');
  const places = Array.from({ length: classes }, () =>
    Array.from({ length: 6 }, () => rng.integer(side * side)),
  );
  const images = new Float32Array(classes * perClass * side * side);
  const labels = new Int32Array(classes * perClass);
  for (let image = 0; image < classes * perClass; image++) {
    labels[image] = Math.floor(image / perClass);
    for (let at = 0; at < side * side; at++) images[image * side * side + at] = 0.5 * rng.uniform();
    for (const at of places[labels[image]!]!) images[image * side * side + at]! += 0.5;
  }
  const classNames = Array.from({ length: classes }, (_, at) => `class ${at}`);
  return { images, shape: [side, side, 1], labels, classNames };
}

const splits: Splits = { train: dots(8, 6, 1), validation: dots(5, 6, 2), test: dots(5, 6, 3) };

const base = {
  data: { name: 'dots', options: {}, load: () => Promise.resolve(splits) },
  model: conv4({ channels: 4, dimension: 8 }),
  sampler: configure(mPerClass, { classes: 4, perClass: 3 }),
  optimizer: adam({ learningRate: 0.01 }),
  loss: multiSimilarity,
  steps: 20,
} satisfies ExperimentDefinition;

let prepare: Prepare;

/** A new training of the only variant, or of the one named. */
function training(changes: Partial<ExperimentDefinition> = {}, seed = 0): Training {
  const experiment = defineExperiment({ ...base, ...changes });
  return createTraining(experiment, Object.keys(experiment.variants)[0]!, seed, splits.train, prepare);
}

async function losses(run: Training, steps: number): Promise<number[]> {
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) seen.push(...(await run.advance()));
  return seen;
}

async function scoresOf(run: Training, images: ImageSet) {
  return (await retrievalScores(await run.embed(images), { recallAt: [1, 2], prepare })).metrics;
}

/** Losses and final scores of a new run. */
async function course(changes: Partial<ExperimentDefinition>, seed: number, steps: number) {
  const run = training(changes, seed);
  const result = { losses: await losses(run, steps), test: await scoresOf(run, splits.test) };
  run.dispose();
  return result;
}

/** Draws images by a score that it makes of what it sees, and sends the score of each along. */
const looking: AdaptiveSampler = {
  name: 'looking',
  options: {},
  batchSize: 6,
  refreshEvery: 3,
  initialState: ({ labels }) => ({
    score: { dtype: 'float32', shape: [labels.length], values: new Float32Array(labels.length) },
  }),
  async refresh({ score }, { labels, dimension }, seen, rng) {
    const embeddings = await seen.embeddings();
    const features = await seen.features();
    const { weights } = await seen.loss();
    const bias = weights['proxies']!.values[0]! + features[7]! + rng.uniform();
    const values = Float32Array.from(
      labels,
      (_, image) => 0.5 * score!.values[image]! + embeddings[image * dimension]! + bias,
    );
    return { score: { dtype: 'float32', shape: [labels.length], values } };
  },
  draw({ score }, { labels }, rng) {
    const indices = Int32Array.from({ length: 6 }, () => rng.integer(labels.length));
    const values = Float32Array.from(indices, (image) => score!.values[image]!);
    return { indices, extra: { score: { dtype: 'float32', shape: [6], values } } };
  },
};

/** A loss on all that it is given. */
const weighed: Criterion = {
  ...withProxies(proxyNca),
  compute({ features, head, extra, ...inputs }) {
    const { loss, memory } = withProxies(proxyNca).compute({ ...inputs, extra });
    const again = head!(gradientReversal(features!)).sum(1).mul(extra['score']!);
    return { loss: loss.add(again.tanh().mean()), memory };
  },
};

const kinds: Record<string, Partial<ExperimentDefinition>> = {
  'a pair loss': { loss: multiSimilarity },
  'a triplet loss': { loss: triplet },
  'a loss with proxies': { loss: withProxies(proxyNca) },
  'a loss with a memory': { loss: withMemory(contrastive, { size: 24 }) },
  'a loss with noise': { loss: withDistanceWeighting(contrastive) },
  'augmented images': { augmentation: affine({ noise: 0.1 }) },
  'a sampler that looks at the network': { loss: weighed, sampler: looking },
  'a sampler that seldom looks': { loss: weighed, sampler: { ...looking, refreshEvery: 10 } },
  'divide and conquer': {
    loss: withSlices(contrastive),
    sampler: divideAndConquer({ clusters: 2, classes: 4, perClass: 3, refreshEvery: 3, dividedSteps: 8 }),
  },
  'mining by classes': {
    loss: withSignatures(configure(triplet, { mining: 'batchHard' })),
    sampler: stochasticClassMining({ classes: 4, perClass: 3, anchors: 2, candidates: 2 }),
  },
  'a sampling policy': {
    loss: withSamplingPolicy(triplet, {}, { mining: 'all' }),
    sampler: samplingPolicy({ classes: 4, perClass: 3, heldOut: 0.3, refreshEvery: 3 }),
  },
  'an auxiliary encoder': {
    loss: withAuxiliaryEncoder(contrastive, { dimension: 6, hidden: 5, weight: 3 }),
    sampler: interclassCharacteristics({ clusters: 3, classes: 4, perClass: 3, refreshEvery: 3 }),
  },
  'hardness-aware synthesis': { loss: withHardSynthesis({ hidden: 9, alpha: 0.1 }) },
  'switched tuples': { loss: withRhoRegularisation({ objective: 'margin' }) },
  'positives of spanning trees': { loss: withMiner(contrastive, spanningTree) },
};

/** Makes an engine the one that the trainings below run on. */
async function use(engine: EngineRequest): Promise<void> {
  ({ prepare } = await startEngine(engine, { resolveFrom: [], wasmFolder: 'dist/wasm' }));
}

const onEngine = (engine: EngineRequest) => () => {
  before(() => use(engine));

  for (const [kind, changes] of Object.entries(kinds)) {
    describe(kind, () => {
      it('goes on from a checkpoint bit for bit, in a later epoch and in another training as well', async () => {
        const first = training(changes);
        await losses(first, 5); // an epoch has two batches
        const checkpoint = await first.snapshot();
        const expected = { losses: await losses(first, 5), scores: await scoresOf(first, splits.validation) };

        const second = training(changes);
        await losses(second, 2);
        await second.restore(checkpoint);
        assert.equal(second.step, 5);
        const actual = { losses: await losses(second, 5), scores: await scoresOf(second, splits.validation) };
        assert.deepEqual(actual, expected);

        await first.restore(checkpoint);
        assert.deepEqual(await losses(first, 5), expected.losses);
        first.dispose();
        second.dispose();
      });

      it('makes several steps at once where the engine gains by it, with the numbers of one after the other', async () => {
        const [single, several] = [training(changes), training(changes)];
        const calls: (readonly number[])[] = [];
        while (several.step < 12) calls.push(await several.advance(12 - several.step));
        assert.deepEqual(calls.flat(), await losses(single, 12));
        assert.deepEqual(await several.snapshot(), await single.snapshot());
        const { refreshEvery = 12 } = (changes.sampler ?? {}) as Partial<AdaptiveSampler>;
        const fits = prepare.repeatsCheaply === true && refreshEvery >= stepsAtOnce;
        assert.equal(calls[0]!.length, fits ? stepsAtOnce : 1);
        single.dispose();
        several.dispose();
      });

      it('holds no more tensors after a step, an evaluation or a checkpoint than before, and none at its end', async () => {
        const empty = tf.memory().numTensors;
        const run = training(changes);
        await run.advance();
        const held = tf.memory().numTensors;
        await losses(run, 3);
        await run.advance(20);
        assert.equal(tf.memory().numTensors, held);
        await scoresOf(run, splits.validation);
        assert.equal(tf.memory().numTensors, held);
        await run.restore(await run.snapshot());
        assert.equal(tf.memory().numTensors, held);
        run.dispose();
        assert.equal(tf.memory().numTensors, empty);
      });
    });
  }

  it('gives the same numbers from the same seed, and others from another', async () => {
    const once = await course({}, 3, 6);
    assert.deepEqual(await course({}, 3, 6), once);
    assert.notDeepEqual((await course({}, 4, 6)).losses, once.losses);
  });

  it('learns what its classes have in common', async () => {
    const run = training();
    const before = await scoresOf(run, splits.test);
    const seen = await losses(run, 120);
    const after = await scoresOf(run, splits.test);
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    assert.ok(mean(seen.slice(-10)) < 0.7 * mean(seen.slice(0, 10)), 'the loss does not fall');
    assert.ok(after['MAP@R']! > before['MAP@R']! + 0.1, `MAP@R ${before['MAP@R']} to ${after['MAP@R']}`);
    run.dispose();
  });

  it('starts every variant of one network from the same weights', async () => {
    const experiment = defineExperiment({ ...base, variants: { a: {}, b: { loss: withProxies(proxyNca) } } });
    const filters = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const run = createTraining(experiment, name, 1, splits.train, prepare);
        const { tensors } = await run.snapshot();
        run.dispose();
        return tensors['network/block1.filter']!.values;
      }),
    );
    assert.deepEqual(filters[0], filters[1]);
  });

  it("moves a loss's own weights by its own learning rate", async () => {
    const moved = async (learningRateScale: number) => {
      const loss = withProxies(proxyNca, {}, { learningRateScale });
      const run = training({ loss, optimizer: sgd({ learningRate: 1e-3, momentum: 0 }) });
      const before = (await run.snapshot()).tensors['loss/proxies']!.values;
      await run.advance();
      const after = (await run.snapshot()).tensors['loss/proxies']!.values;
      run.dispose();
      return Math.hypot(...after.map((value, at) => value - before[at]!));
    };
    const ratio = (await moved(10)) / (await moved(1));
    assert.ok(Math.abs(ratio - 10) < 0.1, String(ratio));
  });

  it('counts what is drawn of each class, and goes back to before the first step', async () => {
    const run = training();
    const before = await run.snapshot();
    await losses(run, 3);
    const drawn = run.drawn();
    assert.equal(drawn.length, 8);
    assert.equal(
      drawn.reduce((sum, count) => sum + count, 0),
      3 * 12,
    );
    const later = await run.snapshot();
    run.restart();
    assert.deepEqual([run.step, ...run.drawn()], [0, ...new Array<number>(8).fill(0)]);
    assert.deepEqual(await run.snapshot(), before);
    await run.restore(later);
    assert.deepEqual(run.drawn(), drawn);
    const { 'draws/ofClass': _, ...early } = later.tensors;
    await run.restore({ step: 3, tensors: early });
    assert.deepEqual([...run.drawn()], new Array<number>(8).fill(0), 'a checkpoint of an early version');
    run.dispose();
  });

  it('keeps names, types and shapes in a checkpoint', async () => {
    const run = training({
      model: mlp({ hidden: [5], dimension: 3 }),
      loss: withMemory(contrastive, { size: 24 }),
    });
    const { step, tensors } = await run.snapshot();
    assert.equal(step, 0);
    assert.deepEqual(
      Object.keys(tensors).filter((name) => name.startsWith('network/')),
      ['network/layer1.weight', 'network/layer1.bias', 'network/layer2.weight', 'network/layer2.bias'],
    );
    assert.ok('optimizer/network/layer1.bias/scaledMean' in tensors);
    const { dtype, shape, values } = tensors['memory/labels']!;
    assert.deepEqual([dtype, shape, values.constructor], ['int32', [24], Int32Array]);
    run.dispose();
  });

  it('refuses the checkpoint of another network, and stays as it was', async () => {
    const run = training();
    const other = training({ model: conv4({ channels: 5, dimension: 8 }) });
    const small = training({ model: mlp({ hidden: [5] }) });
    const before = await run.snapshot();
    await assert.rejects(
      run.restore(await other.snapshot()),
      /tensor 'network\/block1\.filter', float32 \[3, 3, 1, 4\], is float32 \[3, 3, 1, 5\]; .* start a new run/,
    );
    await assert.rejects(
      run.restore(await small.snapshot()),
      /has a tensor 'network\/layer1\.weight', which this experiment has not/,
    );
    const { 'network/linear.bias': _, ...rest } = before.tensors;
    await assert.rejects(run.restore({ step: 0, tensors: rest }), /lacks the tensor 'network\/linear\.bias'/);
    assert.deepEqual(await run.snapshot(), before);
    for (const each of [run, other, small]) each.dispose();
  });

  it('gives a loss which images its rows show, their targets, and two views of one image', async () => {
    const seen: Record<string, number[]>[] = [];
    const { train } = splits;
    const targets = Float32Array.from({ length: 2 * train.labels.length }, (_, at) => at / 2);
    const views: Criterion = {
      name: 'views',
      options: {},
      compute({ embeddings, labels, indices, targets, memory }) {
        const read = (x: tf.Tensor) => [...x.dataSync()];
        seen.push({ labels: read(labels), indices: read(indices), targets: read(targets!) });
        return { loss: embeddings.mean(), memory };
      },
    };
    const pixels: number[][] = [];
    const experiment = defineExperiment({
      ...base,
      loss: views,
      model: {
        ...mlp({ hidden: [], dimension: 2 }),
        apply(images, variables, mode) {
          if (mode === 'train') pixels.push(...(images.reshape([4, side * side]).arraySync() as number[][]));
          return mlp({ hidden: [], dimension: 2 }).apply(images, variables, mode);
        },
      },
      augmentation: affine(),
      sampler: {
        name: 'twice',
        options: {},
        batchSize: 4,
        *epoch() {
          yield Int32Array.of(7, 40, 7, 40);
        },
      },
    });
    const given = { ...train, targets };
    const run = createTraining(experiment, 'views', 0, given);
    await run.advance();
    const { labels } = train;
    assert.deepEqual(seen, [
      {
        indices: [7, 40, 7, 40],
        labels: [labels[7], labels[40], labels[7], labels[40]],
        targets: [7, 7.5, 40, 40.5, 7, 7.5, 40, 40.5],
      },
    ]);
    assert.notDeepEqual(pixels[0], pixels[2], 'the views are the same');
    run.dispose();
  });

  it('moves own weights each by its own rate', async () => {
    const loss: Criterion = {
      ...plain('parts', (x) => x.mean()),
      ownWeights: {
        learningRateScale: (name) => (name.startsWith('generator.') ? 3 : 0.5),
        initialise: () => ({ 'generator.bias': tf.scalar(0), 'classifier.bias': tf.scalar(0) }),
      },
      compute: ({ embeddings, weights, memory }) => ({
        loss: Object.values(weights).reduce((sum, weight) => sum.add(weight), embeddings.mean()) as Scalar,
        memory,
      }),
    };
    const run = training({ loss, optimizer: sgd({ learningRate: 0.25, momentum: 0 }) });
    await run.advance();
    const { tensors } = await run.snapshot();
    assert.deepEqual([...tensors['loss/generator.bias']!.values], [-0.75]);
    assert.deepEqual([...tensors['loss/classifier.bias']!.values], [-0.125]);
    run.dispose();
  });

  it('refuses targets and super-classes that do not fit the images', () => {
    const given = (train: Partial<ImageSet>) => () =>
      createTraining(defineExperiment(base), 'multiSimilarity', 0, { ...splits.train, ...train });
    assert.throws(
      given({ targets: new Float32Array(47) }),
      /48 images, but 47 targets; give the same number/,
    );
    assert.throws(
      given({ superLabels: new Int32Array(8) }),
      /48 images, but 8 superLabels; give one for each/,
    );
  });

  it('refuses an unknown variant', () => {
    assert.throws(
      () => createTraining(defineExperiment(base), 'circle', 0, splits.train),
      /no variant 'circle'; the experiment has multiSimilarity/,
    );
  });

  const plain = (name: string, f: (embeddings: Tensor2D, labels: Tensor1D) => Scalar): Criterion => ({
    name,
    options: {},
    compute: ({ embeddings, labels, memory }) => ({ loss: f(embeddings, labels), memory }),
  });

  it('stops at a loss that is no number, says what to try, and counts no step', async () => {
    const run = training({ loss: plain('broken', (embeddings) => embeddings.sub(1e9).log().mean()) });
    const held = tf.memory().numTensors;
    const before = await run.snapshot();
    await assert.rejects(
      run.advance(),
      (error) =>
        error instanceof LabError &&
        /step 1: the loss of 'broken' is NaN; try a smaller learning rate \(now 0.01\)/.test(error.message),
    );
    assert.equal(tf.memory().numTensors, held);
    assert.deepEqual(await run.snapshot(), before);
    run.dispose();
  });

  it('makes the steps before one that fails, though several were wanted', async () => {
    const steps = 5;
    const run = training({
      loss: {
        ...plain('late', (embeddings) => embeddings.mean()),
        initialMemory: () => ({ left: tf.scalar(steps) }),
        // The square root of what is left of the steps, and then of less than nothing.
        compute: ({ embeddings, memory: { left } }) => ({
          loss: embeddings.mean().mul(detached((x: Tensor) => x.sqrt())(left!)) as Scalar,
          memory: { left: left!.sub(1) },
        }),
      },
    });
    const held = tf.memory().numTensors;
    const seen: number[] = [];
    await assert.rejects(async () => {
      for (;;) seen.push(...(await run.advance(20)));
    }, /step 7: the loss of 'late' is NaN/);
    assert.equal(seen.length, steps + 1);
    assert.equal(run.step, steps + 1);
    assert.equal(tf.memory().numTensors, held);
    run.dispose();
  });

  const small = mlp({ hidden: [], dimension: 8 });

  it('explains a loss without a gradient', async () => {
    const compared = training({
      loss: plain('compared', (x) => tf.where(tf.greater(x, 0), x, tf.zerosLike(x)).mean()),
    });
    await assert.rejects(
      compared.advance(),
      /compared: TensorFlow\.js has no gradient for Greater; .* detached/,
    );
    const constant = training({ loss: plain('constant', () => tf.scalar(1)) });
    await assert.rejects(constant.advance(), /constant: the loss does not depend on every weight/);
    const spare = training({
      model: {
        ...small,
        initialise: (...given) => ({
          ...small.initialise(...given),
          weights: { ...small.initialise(...given).weights, spare: tf.ones([2]) },
        }),
      },
    });
    await assert.rejects(
      spare.advance(),
      /every weight, so there is no gradient: not on network\/spare; .*network's/,
    );
    spare.dispose();
    compared.dispose();
    constant.dispose();
  });

  it("names what TensorFlow.js's own gradients cannot do, and what can", async () => {
    const refusing = (message: string) =>
      tf.customGrad((x) => ({ value: x as Tensor, gradFunc: () => assert.fail(message) })) as (
        x: Tensor,
      ) => Tensor;
    const forgetful = (x: Tensor) => {
      const doubled = x.mul(2);
      const result = tf.customGrad(() => ({
        value: doubled.clone(),
        gradFunc: (dy) => dy.mul(doubled.clone()),
      }))(x);
      doubled.dispose();
      return result;
    };
    const losses: readonly [RegExp, (x: Tensor2D) => Tensor][] = [
      [
        /gradient of SquaredDifference is \[12,12,8\] for an input of \[12,1,8\]; .*tf\.broadcastTo/,
        (x) => tf.squaredDifference(x.expandDims(1), x.expandDims(0)),
      ],
      [/gradient of Cumsum is \[8,12\] for an input of \[12,8\]; .*last axis/, (x) => tf.cumsum(x, 0)],
      [/needs a tensor that is gone; .* `save`.*tf\.logSigmoid/, forgetful],
      [/gradient of tf\.unstack fails for one part, .*a mask/, (x) => tf.linalg.bandPart(x, 0, -1)],
      [/gradient of GatherV2 cannot follow indices .*mask/, (x) => tf.gather(x, tf.argMax(x, 0))],
      [/cannot compute its gradient: not today; put other operations/, refusing('not today')],
      [
        /backend wasm has no Einsum; take another engine by --backend/,
        refusing("Kernel 'Einsum' not registered for backend 'wasm'"),
      ],
    ];
    for (const [message, f] of losses) {
      const run = training({ loss: plain('mine', (x) => f(x).mean() as Scalar) });
      await assert.rejects(run.advance(), (error) => {
        assert.ok(error instanceof LabError, String(error));
        assert.match(error.message, message);
        return error.message.startsWith('mine: ');
      });
      run.dispose();
    }
  });

  it('refuses a network that gives other embeddings than it says', async () => {
    const run = training({ model: { ...small, dimension: 5 } });
    await assert.rejects(
      run.embed(splits.train),
      /mlp: the network's dimension is 5, .* must be float32 \[48, 5\]; apply gives float32 \[48, 8\]/,
    );
    run.dispose();
  });

  it('refuses a tf.variable, which would stay as it is', async () => {
    const weight = tf.variable(tf.ones([8]));
    const run = training({ loss: plain('mine', (x) => x.mul(weight).mean()) });
    await assert.rejects(
      run.advance(),
      /mine: .* tf\.variable \(float32 \[8\]\), which nothing trains; .*ownWeights/,
    );
    run.dispose();
    weight.dispose();
  });

  it('refuses a loss of more numbers than one, or of none', async () => {
    const many = training({ loss: plain('many', (x) => x.square().sum(1)) });
    await assert.rejects(many.advance(), /many: a loss must be one number, float32 \[\]; got float32 \[12\]/);
    const none = training({ loss: plain('none', () => undefined as unknown as Scalar) });
    await assert.rejects(none.advance(), /none: a loss must be one number, float32 \[\]; got undefined/);
    const late = (x: Tensor2D) => tf.booleanMaskAsync(x, tf.greater(x, 0)).then((rows) => rows.mean());
    const promised = training({ loss: plain('late', late as unknown as () => Scalar) });
    await assert.rejects(promised.advance(), /late: a loss must give its number at once, .* tf\.where/);
    many.dispose();
    none.dispose();
    promised.dispose();
  });

  it('refuses a sampler whose state changes its form', async () => {
    const growing: AdaptiveSampler = {
      ...looking,
      refresh: (_state, { labels }) => looking.initialState({ labels: labels.slice(1), dimension: 8 }),
    };
    const run = training({ loss: weighed, sampler: growing });
    await assert.rejects(
      run.advance(),
      /looking: a refresh must keep .*, score float32 \[48\]; got score float32 \[47\]/,
    );
    run.dispose();
  });

  describe('with a sampler that is wrong', () => {
    const sampler = (...given: number[][]) => ({
      name: 'mine',
      options: {},
      batchSize: 4,
      *epoch() {
        for (const batch of given) yield Int32Array.from(batch);
      },
    });
    for (const [what, given, message] of [
      ['no batch', [], /mine: gives no batch of 4 from 48 images/],
      ['a batch of another size', [[0, 1]], /mine: gave a batch of 2; every batch must have 4/],
      ['an index out of range', [[0, 1, 6, 48]], /mine: gave the index 48; the images are 0 to 47/],
    ] as [string, number[][], RegExp][]) {
      it(`says so: ${what}`, async () => {
        const run = training({ sampler: sampler(...given) });
        await assert.rejects(run.advance(), message);
        run.dispose();
      });
    }
  });
};

for (const engine of ['wasm', 'onnx-cpu'] as const) describe(`training on ${engine}`, onEngine(engine));

describe('training on other engines', () => {
  for (const [name, changes] of Object.entries({
    'convolutions and Adam': {},
    'a perceptron, triplets and momentum': {
      model: mlp({ hidden: [16], dimension: 8 }),
      loss: configure(triplet, { mining: 'batchHard' }),
      optimizer: sgd(),
    },
  } satisfies Record<string, Partial<ExperimentDefinition>>)) {
    it(`has the same losses for the first 20 steps: ${name}`, async () => {
      const seen: Record<string, number[]> = {};
      for (const engine of ['cpu', 'wasm', 'onnx-cpu'] as const) {
        await use(engine);
        seen[engine] = (await course(changes, 0, 20)).losses;
      }
      for (const engine of ['wasm', 'onnx-cpu']) {
        const apart = seen[engine]!.map((loss, step) => Math.abs(loss - seen['cpu']![step]!));
        assert.ok(Math.max(...apart) <= 1e-4, `${engine}: ${Math.max(...apart)}`);
      }
    });
  }
});
