import '../../support/backend';
import assert from 'node:assert/strict';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../../src/lab/core/tf';
import { circle } from '../../../src/lab/losses/circle';
import { contrastive } from '../../../src/lab/losses/contrastive';
import { multiSimilarity } from '../../../src/lab/losses/multiSimilarity';
import { proxyNca } from '../../../src/lab/losses/proxyNca';
import { rankedList } from '../../../src/lab/losses/rankedList';
import { similarityContrastive } from '../../../src/lab/losses/similarityContrastive';
import { softTriple } from '../../../src/lab/losses/softTriple';
import { triplet } from '../../../src/lab/losses/triplet';
import { difference, goldens, type GoldenInput, type GoldenLoss } from '../../support/goldens';

type PairLoss = (embeddings: Tensor2D, labels: Tensor1D) => Scalar;
type ProxyLoss = (embeddings: Tensor2D, labels: Tensor1D, proxies: Tensor2D) => Scalar;

/** Our words for the settings of each golden without proxies. */
const pairLosses: Record<string, PairLoss> = {
  paper_contrastive: (x, y) => contrastive(x, y),
  contrastive: (x, y) => contrastive(x, y, { power: 1, reduction: 'nonzero' }),
  contrastive_raw_mean: (x, y) =>
    contrastive(x, y, {
      positiveMargin: 0.2,
      negativeMargin: 3,
      power: 1,
      normalise: false,
      reduction: 'apart',
    }),
  contrastive_cos: (x, y) =>
    contrastive(x, y, { power: 1, distance: 'cosine', negativeMargin: 0.5, reduction: 'nonzero' }),
  contrastive_sq: (x, y) =>
    contrastive(x, y, { power: 1, distance: 'squaredEuclidean', reduction: 'nonzero' }),
  paper_xbm_contrastive: (x, y) => similarityContrastive(x, y),
  triplet: (x, y) =>
    triplet(x, y, { mining: 'all', distance: 'euclidean', margin: 0.05, reduction: 'nonzero' }),
  'triplet_m0.2_mean': (x, y) => triplet(x, y, { mining: 'all', distance: 'euclidean' }),
  triplet_sum: (x, y) => triplet(x, y, { mining: 'all', distance: 'euclidean', reduction: 'sum' }),
  triplet_smooth: (x, y) =>
    triplet(x, y, { mining: 'all', distance: 'euclidean', smooth: true, reduction: 'nonzero' }),
  triplet_sq: (x, y) => triplet(x, y, { mining: 'all', reduction: 'nonzero' }),
  triplet_raw: (x, y) =>
    triplet(x, y, { mining: 'all', distance: 'euclidean', normalise: false, reduction: 'nonzero' }),
  triplet_cos: (x, y) =>
    triplet(x, y, { mining: 'all', distance: 'cosine', margin: 0.1, reduction: 'nonzero' }),
  triplet_batchhard: (x, y) =>
    triplet(x, y, { mining: 'batchHard', distance: 'euclidean', reduction: 'nonzero' }),
  triplet_semihard: (x, y) => triplet(x, y, { distance: 'euclidean', reduction: 'nonzero' }),
  multi_similarity: (x, y) => multiSimilarity(x, y, { lambda: 0.5, epsilon: null }),
  multi_similarity_mined: (x, y) => multiSimilarity(x, y, { beta: 40, lambda: 0.5 }),
  paper_multi_similarity: (x, y) => multiSimilarity(x, y, { lambda: 0.5 }),
  circle: (x, y) => circle(x, y, { reduction: 'nonzero' }),
  circle_face: (x, y) => circle(x, y, { margin: 0.25, gamma: 256, reduction: 'nonzero' }),
  paper_circle_batch: (x, y) => circle(x, y, { reduction: 'batch' }),
  ranked_list: (x, y) => rankedList(x, y, { form: 'pml', negativeTemperature: 5 }),
  ranked_list_T10: (x, y) => rankedList(x, y, { form: 'pml' }),
  ranked_list_Tp: (x, y) =>
    rankedList(x, y, {
      form: 'pml',
      negativeTemperature: 2,
      positiveTemperature: 2,
      positiveWeight: 0.7,
      negativeWeight: 0.3,
    }),
  paper_ranked_list: (x, y) => rankedList(x, y),
  fehervari_ranked_list: (x, y) =>
    rankedList(x, y, { form: 'fehervari', positiveWeight: 1, negativeWeight: 1 }),
};

/** The same with proxies. SoftTriple's stand in columns there, in rows here. */
const proxyLosses: Record<string, ProxyLoss> = {
  soft_triple: (x, y, w) => softTriple(x, y, w.transpose(), { centres: 3, tau: 0 }),
  soft_triple_reg: (x, y, w) => softTriple(x, y, w.transpose(), { centres: 3, epsilon: 0 }),
  paper_soft_triple: (x, y, w) => softTriple(x, y, w.transpose(), { centres: 3 }),
  proxy_nca: (x, y, w) => proxyNca(x, y, w, { ownInDenominator: true }),
  proxy_nca_s9: (x, y, w) => proxyNca(x, y, w, { ownInDenominator: true, scale: 9 }),
  paper_proxy_nca: (x, y, w) => proxyNca(x, y, w),
};

/** Goldens of these ideas that the ideas do not have, and why. */
const left: Record<string, string> = {
  contrastive_peranchor: 'a reduction of no paper: mean by anchor of the pairs above 0',
  triplet_threshold: 'a reduction of no paper: only losses between two thresholds',
  triplet_classweighted: 'a reduction of no paper: a weight for each class',
  triplet_swap: 'takes the positive as second anchor; needs the distances among the reference, too',
  triplet_l1: 'L1 distances: no paper here uses them, and they need B x B x D numbers',
};

/** Gradients that double precision itself decides by its last bit, and why. */
const undecided: Record<string, string> = {
  'contrastive zero_row':
    'a row of zeros has distance 1 from every unit vector, and 1 is the margin: the slope there is that of a kink',
};

/** Which idea a golden belongs to. */
const ideaOf = (id: string) =>
  ['multi_similarity', 'contrastive', 'triplet', 'circle', 'ranked_list', 'soft_triple', 'proxy_nca'].find(
    (idea) =>
      id.includes(idea) && !id.startsWith('snr_') && !id.includes('snr') && !id.includes('upper_bound'),
  );

const all = goldens();
const table = new Map<string, { values: string; gradients: string; edges: string }>();

(all ? describe : describe.skip)(
  'losses against their goldens (float32: 2e-4 relative, 2e-5 absolute)',
  () => {
    const file = all!;
    const mine = file.losses.filter((golden) => ideaOf(golden.id));

    for (const id of new Set(mine.map((golden) => golden.id))) {
      const loss = lossOf(id);
      if (!loss) continue;
      it(id, () => {
        const rows = mine.filter((golden) => golden.id === id);
        const results = rows.map((golden) => ({ golden, ...evaluate(golden) }));
        const edges = Object.entries(file.inputs).map(([name, input]) => ({ name, ...finite(id, input) }));
        table.set(id, {
          values: score(results.map(({ value }) => value)),
          gradients: score(results.map(({ gradient }) => gradient)),
          edges: score(edges.map(({ fault }) => fault)),
        });
        const faults = [
          ...results.map(({ golden, value }) => value && `${golden.input}: value ${value}`),
          ...results.map(({ golden, gradient }) => gradient && `${golden.input}: gradient ${gradient}`),
          ...edges.map(({ name, fault }) => fault && `${name}: ${fault}`),
        ].filter(Boolean);
        assert.deepEqual(faults, []);
      });
    }

    it('leaves out no golden without a reason', () => {
      const known = [...Object.keys(pairLosses), ...Object.keys(proxyLosses), ...Object.keys(left)];
      assert.deepEqual(
        [...new Set(mine.map((golden) => golden.id))].filter((id) => !known.includes(id)),
        [],
      );
    });

    after(() => {
      console.table(Object.fromEntries(table));
      for (const [id, reason] of Object.entries(left)) console.log(`      not covered: ${id}: ${reason}`);
      for (const [row, reason] of Object.entries(undecided))
        console.log(`      gradient not compared: ${row}: ${reason}`);
    });

    /** Value and gradient, each null or what is wrong with it. */
    function evaluate(golden: GoldenLoss): { value: string | null; gradient: string | null } {
      const weights = Object.values(golden.weights ?? {}).map((name) => file.weights[name]!);
      const { value, gradients } = run(golden.id, file.inputs[golden.input]!, weights);
      const expected = [golden.grad, ...Object.values(golden.grad_weights ?? {})];
      const wrong = expected.map((grad, i) => {
        if (grad === null || grad === undefined) return null;
        return difference(gradients[i]!, grad === 'zeros' ? gradients[i]!.map(() => 0) : grad.map(Number));
      });
      return {
        value: difference([value], [Number(golden.value)]),
        gradient:
          `${golden.id} ${golden.input}` in undecided
            ? null
            : (wrong.find((fault) => fault !== null) ?? null),
      };
    }

    function finite(id: string, input: GoldenInput): { fault: string | null } {
      const name = mine.find((golden) => golden.id === id)!.weights;
      const weights = Object.values(name ?? {}).map((key) => fitted(file.weights[key]!, input, id));
      const { value, gradients } = run(id, input, weights);
      const numbers = [value, ...gradients.flatMap((gradient) => [...gradient])];
      return { fault: numbers.every(Number.isFinite) ? null : 'not finite' };
    }
  },
);

function lossOf(id: string): ProxyLoss | undefined {
  return pairLosses[id] ?? proxyLosses[id];
}

function run(id: string, input: GoldenInput, weights: number[][][]) {
  const x = tf.tensor2d(input.embeddings);
  const y = tf.tensor1d(input.labels, 'int32');
  const loss = lossOf(id)!;
  const f = (...args: Tensor[]) => loss(args[0] as Tensor2D, y, args[1] as Tensor2D);
  const { value, grads } = tf.valueAndGrads(f)([x, ...weights.map((w) => tf.tensor2d(w))]);
  return { value: value.dataSync()[0]!, gradients: grads.map((grad) => grad.dataSync() as Float32Array) };
}

/** Proxies of the size that an input wants, from those of another. */
function fitted(weights: number[][], input: GoldenInput, id: string): number[][] {
  const classes = Math.max(...input.labels, 1) + 1;
  const columns = id.includes('soft_triple');
  const rows = columns ? input.embeddings[0]!.length : classes;
  const width = columns ? 3 * classes : input.embeddings[0]!.length;
  const at = (row: number[], j: number) => row[j % row.length]! + 0.1 * Math.floor(j / row.length);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: width }, (_, j) => at(weights[i % weights.length]!, j) + 0.01 * i),
  );
}

function score(faults: readonly (string | null)[]): string {
  return `${faults.filter((fault) => fault === null).length}/${faults.length}`;
}
