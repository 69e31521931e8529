import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { checkEmbedded, type Embedded } from '../numeric/embedded';
import { squaredBetween } from '../numeric/squaredBetween';
import { neighbours } from '../retrieval/neighbours';
import { searchDefaults, type SearchSettings } from '../retrieval/searchSettings';

/** Our own, tried on invented clusters alone: those of the paper were not seen. Choose them on validation classes. */
export const defaults = {
  /** Nearest that each row is joined with in the graph of a metric. */
  neighbours: 10,
  /** μ: how much a row stays itself; above 0. */
  mu: 0.1,
  /** λ: how alike the weights of the metrics stay; the smaller, the more the smoothest metric takes; above 0. */
  lambda: 0.001,
  /** How often the weights are learned anew. */
  rounds: 3,
  /** Steps of diffusion before that, each time: too few, and a noisy metric seems smooth. */
  steps: 10,
};

export interface Fusion {
  /** β, one for each metric: 0 or more, of sum 1. */
  readonly weights: readonly number[];
  /** Of each row the other rows, the most similar first, by index. */
  readonly nearest: readonly Int32Array[];
}

/**
 * Re-ranking by fusion of several metrics (unified ensemble diffusion): similarities spread over the graphs of neighbours that
 * several embeddings of the same rows give, and a graph on which they are smooth gets more weight. No labels are used.
 *
 *     min over F, β of  Σ_v β_v H_v(F) / N + μ ‖F - I‖² / N + λ/2 ‖β‖²    β ≥ 0, Σ β = 1
 *     H_v(F) = ½ Σ W_ij W_kl (F_ki / √(D_i D_k) - F_lj / √(D_j D_l))² = ‖F‖² - ⟨F, S_v F S_v⟩    S = D^-½ W D^-½
 *     F ← Σ_v α_v S_v F S_v + (1 - Σ α) I,  α_v = β_v / (μ + 1)    β ← the nearest point to -H / (λ N) in the simplex
 *
 * The paper's text was not seen: the objective's form comes from its line of work, the rest is ours: one graph in both places of
 * a product, W_ij = exp(-d²_ij / σ_i σ_j) with σ_i the distance to the last of the neighbours (Zelnik-Manor and Perona 2004),
 * rows of length 1, N, and all defaults. Every row sees all others: compare with other re-ranked scores only.
 * Memory: three matrices of N² float32, refused beyond the setting. Cost: two products of a sparse and a dense matrix for each
 * metric and step. Rows that no path of the graphs joins have similarity 0, and come last.
 * @paper metric-fusion-reranking, its objective, not checked against the text
 * @param metrics embeddings of the same rows in the same order, of any dimensions; labels are not used
 * @param settings cosine (default) or euclidean distance, and memory; there is no gallery but the rows
 * @throws LabError on options out of range, sets of different sizes, and more rows than the memory holds
 */
export async function metricFusion(
  metrics: readonly Embedded[],
  options: Partial<typeof defaults> = {},
  settings: Partial<SearchSettings> = {},
): Promise<Fusion> {
  const {
    neighbours: k,
    mu,
    lambda,
    rounds,
    steps,
  } = checkedFusion(withDefaults('metricFusion', defaults, options));
  const { gallery, ...search } = withDefaults('metricFusion', searchDefaults, settings);
  if (gallery !== null)
    throw new LabError('metricFusion: a gallery cannot be searched; put all rows into each set');
  const count = checkedCount(metrics, search);
  const graphs: Graph[] = [];
  for (const metric of metrics) graphs.push(await neighbourGraph(metric, k, search));

  let weights = graphs.map(() => 1 / graphs.length);
  let similar = new Float32Array(count * count);
  let next = new Float32Array(count * count);
  const product = new Float32Array(count * count);
  for (let row = 0; row < count; row++) similar[row * count + row] = 1;
  for (let step = 1; step <= rounds * steps; step++) {
    next.fill(0);
    for (let row = 0; row < count; row++) next[row * count + row] = mu / (mu + 1);
    const agreements = graphs.map((graph, v) => {
      multiply(graph, similar, product);
      return addProduct(product, graph, weights[v]! / (mu + 1), next, similar);
    });
    if (step % steps === 0) {
      const norm = similar.reduce((sum, value) => sum + value ** 2, 0);
      weights = ontoSimplex(agreements.map((agreement) => (agreement - norm) / (lambda * count)));
    }
    [similar, next] = [next, similar];
  }
  return { weights, nearest: rowsInOrder(similar, count) };
}

function checkedFusion(options: typeof defaults): typeof defaults {
  const { mu, lambda } = options;
  checkPositiveInteger('metricFusion', 'neighbours', options.neighbours);
  checkPositiveInteger('metricFusion', 'rounds', options.rounds);
  checkPositiveInteger('metricFusion', 'steps', options.steps);
  for (const [name, value] of Object.entries({ mu, lambda })) {
    if (!(value > 0)) throw new LabError(`metricFusion: ${name} must be above 0; got ${value}`);
  }
  return options;
}

/** How many rows there are. */
function checkedCount(
  metrics: readonly Embedded[],
  { distance, memory }: Pick<SearchSettings, 'distance' | 'memory'>,
): number {
  const count = metrics[0]?.labels.length;
  if (count === undefined) throw new LabError('metricFusion: there is no metric to fuse');
  if (distance === 'dotProduct') {
    throw new LabError('metricFusion: dotProduct is no distance; use cosine or euclidean');
  }
  metrics.forEach((metric, v) => {
    checkEmbedded(`metricFusion: metric ${v}`, metric);
    if (metric.labels.length !== count) {
      throw new LabError(
        `metricFusion: metric ${v} has ${metric.labels.length} rows, metric 0 has ${count}; give the same rows in each`,
      );
    }
  });
  const bytes = 12 * count ** 2;
  if (bytes <= memory) return count;
  throw new LabError(
    `metricFusion: ${count} rows need ${Math.ceil(bytes / 1e6)} MB, but the memory is ${Math.round(memory / 1e6)} MB; give more, or fewer rows`,
  );
}

/** S: for each row its neighbours in the graph, and their numbers. */
type Graph = readonly { readonly items: Int32Array; readonly values: Float64Array }[];

async function neighbourGraph(
  metric: Embedded,
  k: number,
  search: Omit<SearchSettings, 'gallery'>,
): Promise<Graph> {
  const squared = squaredBetween(metric, search.distance === 'cosine');
  const joined = Array.from(metric.labels, () => new Set<number>());
  const scales = new Float64Array(metric.labels.length);
  for await (const [row, items] of neighbours(metric, k, search)) {
    scales[row] = items.length === 0 ? 0 : Math.sqrt(squared(row, items.at(-1)!));
    for (const item of items) {
      joined[row]!.add(item);
      joined[item]!.add(row);
    }
  }
  const affinity = (a: number, b: number) => {
    const d = squared(a, b);
    // Among duplicates the scale is 0.
    return d === 0 ? 1 : Math.exp(-d / Math.max(scales[a]! * scales[b]!, d / mostFall));
  };
  const rows = joined.map((others, row) => {
    const items = Int32Array.from(others).sort();
    return { items, values: Float64Array.from(items, (item) => affinity(row, item)) };
  });
  const degrees = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  return rows.map(({ items, values }, row) => ({
    items,
    values: values.map((value, i) => value / Math.sqrt(degrees[row]! * degrees[items[i]!]!)),
  }));
}

/** No affinity is below exp of minus this, so that every row has a degree above 0. */
const mostFall = 50;

/** product = S · dense */
function multiply(graph: Graph, dense: Float32Array, product: Float32Array): void {
  const count = graph.length;
  product.fill(0);
  graph.forEach(({ items, values }, row) => {
    items.forEach((item, i) => {
      const value = values[i]!;
      for (let column = 0; column < count; column++) {
        product[row * count + column]! += value * dense[item * count + column]!;
      }
    });
  });
}

/**
 * Adds weight · product · S to a matrix.
 * @returns the sum of all numbers of product · S, each times that of `similar`
 */
function addProduct(
  product: Float32Array,
  graph: Graph,
  weight: number,
  to: Float32Array,
  similar: Float32Array,
): number {
  const count = graph.length;
  let agreement = 0;
  for (let start = 0; start < count * count; start += count) {
    graph.forEach(({ items, values }, column) => {
      let sum = 0;
      for (let i = 0; i < items.length; i++) sum += product[start + items[i]!]! * values[i]!;
      to[start + column]! += weight * sum;
      agreement += similar[start + column]! * sum;
    });
  }
  return agreement;
}

/** The nearest point with numbers of 0 or more and of sum 1 (Duchi et al., ICML 2008). */
function ontoSimplex(point: readonly number[]): number[] {
  let sum = 0;
  let shift = 0;
  point
    .toSorted((a, b) => b - a)
    .forEach((value, i) => {
      sum += value;
      if (value > (sum - 1) / (i + 1)) shift = (sum - 1) / (i + 1);
    });
  return point.map((value) => Math.max(0, value - shift));
}

/** Of each row the others, the largest first; of equal ones the smaller index. */
function rowsInOrder(similar: Float32Array, count: number): Int32Array[] {
  const all = Array.from({ length: count }, (_, index) => index);
  return all.map((row) => {
    const values = similar.subarray(row * count, (row + 1) * count);
    const others = all.filter((other) => other !== row);
    return Int32Array.from(others.sort((a, b) => values[b]! - values[a]! || a - b));
  });
}
