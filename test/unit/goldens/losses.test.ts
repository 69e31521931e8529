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
import { difference, describeGoldens, type GoldenInput, type GoldenLoss } from '../../support/goldens';

type Params = Readonly<Record<string, number>>;
type PairLoss = (embeddings: Tensor2D, labels: Tensor1D, params: Params) => Scalar;
type ProxyLoss = (embeddings: Tensor2D, labels: Tensor1D, proxies: Tensor2D, params: Params) => Scalar;

/** The linear form, of terms above 0. Their cosine margins are similarities, ours are distances, 1 - similarity. */
const linear = { power: 1, reduction: 'nonzero' } as const;
const margins = (p: Params) => ({ positiveMargin: p['pos_margin'], negativeMargin: p['neg_margin'] });
const cosineMargins = (p: Params) => ({
  positiveMargin: 1 - p['pos_margin']!,
  negativeMargin: 1 - p['neg_margin']!,
});

/** All triplets by Euclidean distance, of terms above 0. */
const allTriplets = { mining: 'all', distance: 'euclidean', reduction: 'nonzero' } as const;
const margin = (p: Params) => ({ margin: p['margin'] });

const pml = (p: Params) => ({
  form: 'pml' as const,
  margin: p['margin'],
  alpha: Number.isFinite(p['alpha']) ? p['alpha'] : 1 + p['margin']! / 2,
  negativeTemperature: p['Tn'],
  positiveTemperature: p['Tp'],
  positiveWeight: 1 - p['imbalance']!,
  negativeWeight: p['imbalance'],
});

/** Our words for the settings of each golden without proxies. */
const pairLosses: Record<string, PairLoss> = {
  paper_contrastive: (x, y, p) => contrastive(x, y, { negativeMargin: p['margin'] }),
  contrastive: (x, y, p) => contrastive(x, y, { ...linear, ...margins(p) }),
  contrastive_raw_mean: (x, y, p) =>
    contrastive(x, y, { power: 1, ...margins(p), normalise: false, reduction: 'apart' }),
  contrastive_cos: (x, y, p) => contrastive(x, y, { ...linear, distance: 'cosine', ...cosineMargins(p) }),
  contrastive_sq: (x, y, p) => contrastive(x, y, { ...linear, distance: 'squaredEuclidean', ...margins(p) }),
  paper_xbm_contrastive: (x, y, p) => similarityContrastive(x, y, { lambda: p['margin'] }),
  triplet: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p) }),
  'triplet_m0.2_mean': (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), reduction: 'mean' }),
  triplet_sum: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), reduction: 'sum' }),
  triplet_smooth: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), smooth: true }),
  triplet_sq: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), distance: 'squaredEuclidean' }),
  triplet_raw: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), normalise: false }),
  triplet_cos: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), distance: 'cosine' }),
  triplet_batchhard: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), mining: 'batchHard' }),
  triplet_semihard: (x, y, p) => triplet(x, y, { ...allTriplets, ...margin(p), mining: 'semiHard' }),
  multi_similarity: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['base'], epsilon: null }),
  multi_similarity_mined: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['base'], epsilon: 0.1 }),
  paper_multi_similarity: (x, y, p) =>
    multiSimilarity(x, y, { alpha: p['alpha'], beta: p['beta'], lambda: p['lam'], epsilon: p['eps'] }),
  circle: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'nonzero' }),
  circle_face: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'nonzero' }),
  paper_circle_batch: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'batch' }),
  ranked_list: (x, y, p) => rankedList(x, y, pml(p)),
  ranked_list_T10: (x, y, p) => rankedList(x, y, pml(p)),
  ranked_list_Tp: (x, y, p) => rankedList(x, y, pml(p)),
  paper_ranked_list: (x, y, p) =>
    rankedList(x, y, {
      alpha: p['alpha'],
      margin: p['margin'],
      negativeTemperature: p['Tn'],
      positiveWeight: 1 - p['lam']!,
      negativeWeight: p['lam'],
    }),
  fehervari_ranked_list: (x, y, p) =>
    rankedList(x, y, {
      form: 'fehervari',
      alpha: p['alpha'],
      margin: p['margin'],
      negativeTemperature: p['T'],
      positiveWeight: 1,
      negativeWeight: 1,
    }),
};

/** Their centres stand in columns, ours in rows. */
const centres = (w: Tensor2D) => w.transpose<Tensor2D>();
const softTripleOf = (p: Params) => ({
  lambda: p['la'],
  gamma: p['gamma'],
  delta: p['margin'],
  centres: p['K'] ?? p['centers_per_class'] ?? 3,
  tau: p['tau'] ?? 0,
});
const scaled = (p: Params) => ({ scale: p['softmax_scale'], ownInDenominator: true });

/** The same with proxies. */
const proxyLosses: Record<string, ProxyLoss> = {
  soft_triple: (x, y, w, p) => softTriple(x, y, centres(w), softTripleOf(p)),
  soft_triple_reg: (x, y, w, p) => softTriple(x, y, centres(w), { ...softTripleOf(p), epsilon: 0 }),
  paper_soft_triple: (x, y, w, p) => softTriple(x, y, centres(w), softTripleOf(p)),
  proxy_nca: (x, y, w, p) => proxyNca(x, y, w, scaled(p)),
  proxy_nca_s9: (x, y, w, p) => proxyNca(x, y, w, scaled(p)),
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

const table = new Map<string, { values: string; gradients: string; edges: string }>();

describeGoldens('losses against their goldens (float32: 2e-4 relative, 2e-5 absolute)', (file) => {
  const mine = file.losses.filter((golden) => ideaOf(golden.id));

  for (const id of new Set(mine.map((golden) => golden.id))) {
    if (!(id in pairLosses || id in proxyLosses)) continue;
    it(id, () => {
      const rows = mine.filter((golden) => golden.id === id);
      const results = rows.map((golden) => ({ golden, ...compare(golden) }));
      const edges = Object.entries(file.inputs).map(([name, input]) => ({
        name,
        fault: edge(rows[0]!, input),
      }));
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
    const known = { ...pairLosses, ...proxyLosses, ...left };
    assert.deepEqual(
      [...new Set(mine.map(({ id }) => id))].filter((id) => !(id in known)),
      [],
    );
  });

  after(() => {
    console.table(Object.fromEntries(table));
    for (const [id, reason] of Object.entries(left)) console.log(`      not covered: ${id}: ${reason}`);
    for (const [row, reason] of Object.entries(undecided)) {
      console.log(`      gradient not compared: ${row}: ${reason}`);
    }
  });

  const weightsOf = (golden: GoldenLoss) =>
    Object.values(golden.weights ?? {}).map((name) => file.weights[name]!);

  /** Value and gradient, each null or what is wrong with it. */
  function compare(golden: GoldenLoss): { value: string | null; gradient: string | null } {
    const { value, gradients } = run(golden, file.inputs[golden.input]!, weightsOf(golden));
    const expected = [golden.grad, ...Object.values(golden.grad_weights ?? {})];
    const wrong = expected.map((grad, i) => (grad ? close(gradients[i]!, grad) : null));
    const decided = !(`${golden.id} ${golden.input}` in undecided);
    return {
      value: golden.error ? finite([value]) : close([value], [golden.value!]),
      gradient: decided ? (wrong.find((fault) => fault !== null) ?? null) : null,
    };
  }

  /** An input that the golden was not made for: all that is asked is finite numbers. */
  function edge(golden: GoldenLoss, input: GoldenInput): string | null {
    const weights = weightsOf(golden).map((rows) => fitted(rows, input, golden.id.includes('soft_triple')));
    const { value, gradients } = run(golden, input, weights);
    return finite([value, ...gradients.flatMap((gradient) => [...gradient])]);
  }
});

function run(golden: GoldenLoss, input: GoldenInput, weights: number[][][]) {
  const x = tf.tensor2d(input.embeddings);
  const y = tf.tensor1d(input.labels, 'int32');
  const params = Object.fromEntries(
    Object.entries(golden.params).map(([name, value]) => [name, Number(value)]),
  );
  const f = (...args: Tensor[]) => {
    const [embeddings, proxies] = args as [Tensor2D, Tensor2D];
    const pair = pairLosses[golden.id];
    return pair ? pair(embeddings, y, params) : proxyLosses[golden.id]!(embeddings, y, proxies, params);
  };
  const { value, grads } = tf.valueAndGrads(f)([x, ...weights.map((w) => tf.tensor2d(w))]);
  return { value: value.dataSync()[0]!, gradients: grads.map((grad) => grad.dataSync() as Float32Array) };
}

/** Null where the numbers agree; where the reference is not finite, ours must be, and that is all. */
function close(actual: ArrayLike<number>, expected: readonly (number | string)[] | 'zeros'): string | null {
  const numbers = expected === 'zeros' ? Array.from(actual, () => 0) : expected.map(Number);
  return numbers.every(Number.isFinite) ? difference(actual, numbers) : finite(Array.from(actual));
}

function finite(numbers: readonly number[]): string | null {
  return numbers.every(Number.isFinite) ? null : 'not finite';
}

/** Proxies of the size that an input wants, from those of another. */
function fitted(weights: number[][], input: GoldenInput, columns: boolean): number[][] {
  const classes = Math.max(...input.labels, 1) + 1;
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
