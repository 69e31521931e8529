import '../../../support/backend';
import assert from 'node:assert/strict';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor4D } from '../../../../src/lab/core/tf';
import { contrastive } from '../../../../src/lab/losses/contrastive';
import { channelHeads } from '../../../../src/lab/models/channelHeads';
import { mlp } from '../../../../src/lab/models/mlp';
import { withHeads } from '../../../../src/lab/training/withHeads';
import { normal } from '../../../support/compiled';
import { difference } from '../../../support/goldens';

const labels = tf.tensor1d([0, 0, 1, 1, 2, 2], 'int32');
const sizes = { batch: 6, dimension: 12, classes: 3, images: 6, features: 0 };
const given = {
  labels: labels as Tensor1D,
  indices: tf.range(0, 6, 1, 'int32'),
  extra: {},
  memory: {},
  noise: {},
};

describe('withHeads', () => {
  const x = normal<Tensor2D>([6, 12], 1);
  const loss = (criterion: ReturnType<typeof withHeads>, weights = {}) =>
    criterion.compute({ ...given, embeddings: x, weights }).loss.dataSync()[0]!;

  it('adds the loss of each head', () => {
    const parts = tf.split(x, 3, 1) as Tensor2D[];
    const expected = parts.reduce((sum, part) => sum + contrastive(part, labels).dataSync()[0]!, 0);
    assert.equal(difference([loss(withHeads(contrastive))], [expected]), null);
  });

  it('trains the adversary to find what the heads are trained to hide', () => {
    const criterion = withHeads(contrastive, { adversary: 1, hidden: 5 });
    const weights = criterion.ownWeights!.initialise(sizes, random(2));
    assert.equal(Object.keys(weights).length, 3 * 4);
    const names = Object.keys(weights);
    const adversary = (embeddings: Tensor2D, values: readonly Tensor[]) =>
      criterion
        .compute({
          ...given,
          embeddings,
          weights: Object.fromEntries(names.map((name, at) => [name, values[at]!])),
        })
        .loss.sub(withHeads(contrastive).compute({ ...given, embeddings, weights: {} }).loss);
    const start = Object.values(weights);
    const { value, grads } = tf.valueAndGrads((...args: Tensor[]) =>
      adversary(args[0] as Tensor2D, args.slice(1)),
    )([x, ...start]);
    const before = value.dataSync()[0]!;
    // Down the slope of its weights the term falls: more is found. Down that of the heads it rises: less is found.
    const found = start.map((weight, at) => weight.sub(grads[at + 1]!.mul(0.05)));
    assert.ok(adversary(x, found).dataSync()[0]! < before);
    const hidden = x.sub<Tensor2D>(grads[0]!.mul(0.05));
    assert.ok(adversary(hidden, start).dataSync()[0]! > before);
  });

  it('refuses heads that do not divide the embedding', () => {
    assert.throws(
      () => loss(withHeads(contrastive, { heads: 5 })),
      new LabError('withHeads: 5 heads do not divide embeddings of 12 numbers'),
    );
  });
});

describe('channelHeads', () => {
  const images = normal<Tensor4D>([2, 4, 4, 1], 5);
  const model = channelHeads(mlp({ hidden: [], dimension: 7 }), { heads: 3, dimension: 12 });

  it('makes heads that differ by their gates alone', () => {
    const { weights, statistics } = model.initialise([4, 4, 1], random(3));
    const embed = (own: typeof weights) =>
      model.apply(images, { weights: own, statistics }, 'train').embeddings;
    const [first, second] = tf.split(embed(weights), 3, 1);
    assert.notEqual(difference(first!.dataSync(), second!.dataSync()), null);
    const same = {
      ...weights,
      'gate2.weight': weights['gate1.weight']!,
      'gate2.bias': weights['gate1.bias']!,
    };
    const [one, other] = tf.split(embed(same), 3, 1);
    assert.deepEqual([...one!.dataSync()], [...other!.dataSync()]);
    assert.deepEqual(embed(weights).shape, [2, 12]);
  });

  it('refuses heads that do not divide the dimension', () => {
    assert.throws(
      () => channelHeads(mlp(), { dimension: 64 }),
      new LabError('channelHeads: 3 heads do not divide dimension 64'),
    );
  });
});
