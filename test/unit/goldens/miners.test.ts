import '../../support/backend';
import assert from 'node:assert/strict';
import { pairs } from '../../../src/lab/core/pairs';
import { normalised } from '../../../src/lab/core/normalised';
import { tf, type Tensor2D } from '../../../src/lab/core/tf';
import { reduceTriplets } from '../../../src/lab/core/triplets';
import { cosineSimilarity } from '../../../src/lab/distances/cosineSimilarity';
import { euclideanDistance } from '../../../src/lab/distances/euclideanDistance';
import { batchHard } from '../../../src/lab/miners/batchHard';
import { distanceWeighted } from '../../../src/lab/miners/distanceWeighted';
import { multiSimilarityPairs } from '../../../src/lab/miners/multiSimilarityPairs';
import { difference, describeGoldens, type GoldenInput, type GoldenMiner } from '../../support/goldens';

/** Goldens of miners that the lab does not have. */
const left: Record<string, string> = {
  angular: 'the angular miner belongs to the angular loss, which the lab does not have yet',
  batch_easy_hard: 'easy and semi-hard picks for each anchor: no paper here uses them',
  hdc: 'hard-aware cascades are not in the lab yet',
  pair_margin: 'pairs within margins: no paper here uses them',
  'triplet_margin_0.2_easy': 'triplets without loss',
  'triplet_margin_0.2_hard':
    'triplets whose negative is nearer than the positive: a subset that no paper here uses',
  uniform_histogram: 'uniform sampling over a histogram of distances: no paper here uses it',
};

type Check = (input: GoldenInput, golden: GoldenMiner) => void;

const checks: Record<string, Check> = {
  batch_hard: (input, golden) => assert.deepEqual(hardest(input, 'euclidean'), golden.triplets),
  batch_hard_cos: (input, golden) => assert.deepEqual(hardest(input, 'cosine'), golden.triplets),
  'multi_similarity_0.1': (input, golden) => {
    const { x, all } = batch(input);
    const mined = multiSimilarityPairs(cosineSimilarity(x, x), all);
    assert.deepEqual(ones(mined.positive), golden.pos_pairs ?? []);
    assert.deepEqual(ones(mined.negative), golden.neg_pairs ?? []);
  },
  all_triplets: (input, golden) => countsMatch(input, golden, { margin: 1e3, semiHard: false }),
  'triplet_margin_0.2_all': (input, golden) => countsMatch(input, golden, { margin: 0.2, semiHard: false }),
  'triplet_margin_0.2_semihard': (input, golden) =>
    countsMatch(input, golden, { margin: 0.2, semiHard: true }),
  'distance_weighted_0.5_1.4': (input, golden) => {
    const { x, all } = batch(input);
    const probabilities = distanceWeighted(distances(x), all.negative, x.shape[1]).dataSync();
    assert.equal(difference(probabilities, golden.neg_probabilities!), null);
  },
};

describeGoldens('miners against their goldens', (file) => {
  for (const golden of file.miners) {
    const check = checks[golden.id];
    if (check)
      it(`${golden.id}, ${golden.input}`, () => tf.tidy(() => check(file.inputs[golden.input!]!, golden)));
  }

  it('leaves out no golden without a reason', () => {
    const known = (id: string) => id in checks || Object.keys(left).some((name) => id.startsWith(name));
    assert.deepEqual(
      file.miners.map(({ id }) => id).filter((id) => !known(id)),
      [],
    );
  });

  after(() => {
    for (const [id, reason] of Object.entries(left)) console.log(`      not covered: ${id}: ${reason}`);
  });
});

function batch(input: GoldenInput) {
  const x = tf.tensor2d(input.embeddings);
  return { x, all: pairs(x, tf.tensor1d(input.labels, 'int32')) };
}

function distances(x: Tensor2D): Tensor2D {
  return euclideanDistance(normalised(x), normalised(x));
}

function hardest(input: GoldenInput, by: 'euclidean' | 'cosine'): number[][] {
  const { x, all } = batch(input);
  const mined = batchHard(by === 'cosine' ? cosineSimilarity(x, x).neg() : distances(x), all);
  const negatives = new Map(ones(mined.negative).map(([a, n]) => [a, n]));
  return ones(mined.positive).map(([a, p]) => [a!, p!, negatives.get(a)!]);
}

/** The slope of the sum over triplets counts them: +1 at (a, p), -1 at (a, n) for each. */
function countsMatch(
  input: GoldenInput,
  { triplets = [] }: GoldenMiner,
  options: { margin: number; semiHard: boolean },
): void {
  const { x, all } = batch(input);
  const sum = (d: Tensor2D) => reduceTriplets(d, all, { ...options, smooth: false, reduction: 'sum' });
  const slope = tf
    .grad((d) => sum(d as Tensor2D))(distances(x))
    .dataSync();
  const expected = new Float32Array(slope.length);
  for (const [a, p, n] of triplets) {
    expected[a! * x.shape[0] + p!]!++;
    expected[a! * x.shape[0] + n!]!--;
  }
  assert.deepEqual([...slope].map(Math.round), [...expected]);
}

/** The places of the ones in a mask, in order. */
function ones(mask: Tensor2D): number[][] {
  const columns = mask.shape[1];
  return [...mask.dataSync()].flatMap((value, at) =>
    value === 1 ? [[Math.floor(at / columns), at % columns]] : [],
  );
}
