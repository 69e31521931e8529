import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { checkEmbedded, type Embedded } from '../numeric/embedded';
import { squaredBetween, type OfRows } from '../numeric/squaredBetween';
import { neighbours } from '../retrieval/neighbours';
import { searchDefaults, type SearchSettings } from '../retrieval/searchSettings';
import { memberBytes, WeightedSets, type WeightedSet } from '../retrieval/weightedSets';

/** As in the paper. */
export const defaults = {
  /** How many nearest must be mutual. */
  k1: 20,
  /** How many nearest, the row itself among them, lend each row their sets; 1 for none but its own. At most k1 + 1. */
  k2: 6,
  /** Weight of the first distance beside the sets' distance, 0 to 1. */
  lambda: 0.3,
};

/**
 * Re-ranking by k-reciprocal neighbours: items are near that have the same mutual neighbours as the query.
 *
 *     R(p, k) = {g : g in N(p, k) and p in N(g, k)}    N(p, k) = p and its k nearest
 *     R*(p) = R(p, k1), with R(q, k1/2) of each q in it where |R(p, k1) ∩ R(q, k1/2)| ≥ 2/3 |R(q, k1/2)|
 *     V_p[g] = exp(-d(p, g)) for g in R*(p), else 0    then the mean of V over the k2 nearest of p
 *     d*(p, g) = (1 - λ) (1 - Σ min(V_p, V_g) / Σ max(V_p, V_g)) + λ d(p, g)
 *
 * d is the squared Euclidean distance, of rows of length 1 where the distance is cosine. With a gallery, neighbours are those
 * among queries and gallery together. Every query sees all others: compare with other re-ranked scores only, and choose k1, k2
 * and λ on validation classes. Exact down to the depth; of d* that are equal to six decimals the smaller d comes first, then
 * the smaller index.
 * Memory: a sparse row for each row, of some k1 · k2 numbers at most; never N². Cost: two searches for neighbours.
 * @source Zhong, Zheng, Cao and Li, Re-ranking Person Re-identification with k-reciprocal Encoding, CVPR 2017; its authors' code,
 *   which also scales distances and sets, was not compared
 * @param queries labelled embeddings, any length; labels are not used
 * @param depth how many of the nearest; where there are fewer, all
 * @param settings cosine (default) or euclidean distance, a gallery, memory
 * @yields the index of each query with its nearest items' indices in the gallery, re-ranked; in no order of queries
 * @throws LabError on options out of range, sizes that do not fit, and sets that need more than the memory
 */
export async function* kReciprocal(
  queries: Embedded,
  depth: number,
  options: Partial<typeof defaults> = {},
  settings: Partial<SearchSettings> = {},
): AsyncGenerator<readonly [query: number, items: Int32Array]> {
  const { k1, k2, lambda } = checkedReciprocal(withDefaults('kReciprocal', defaults, options));
  const search = withDefaults('kReciprocal', searchDefaults, settings);
  const { gallery, distance, memory, progress } = search;
  if (distance === 'dotProduct') {
    throw new LabError('kReciprocal: dotProduct is no distance; use cosine or euclidean');
  }
  checkPositiveInteger('kReciprocal', 'depth', depth);
  checkEmbedded('kReciprocal: queries', queries);
  if (gallery) checkEmbedded('kReciprocal: gallery', gallery, queries.dimension);

  const all = gallery ? queriesAndGallery(queries, gallery) : queries;
  const first = gallery ? queries.labels.length : 0;
  const squared = squaredBetween(all, distance === 'cosine');
  const near: Int32Array[] = [];
  const half = { ...search, gallery: null, progress: (done: number) => progress(done / 2) };
  for await (const [row, items] of neighbours(all, k1, half)) near[row] = items;
  const sets = new WeightedSets(expandedSets(encodedSets(near, k1, squared), near, k2, memory));

  const again = { ...search, progress: (done: number) => progress((1 + done) / 2) };
  for await (const [query, items] of neighbours(queries, depth, again)) {
    const apart = new Map(Array.from(items, (item) => [item, 1]));
    for (const [other, far] of sets.distances(query)) {
      if (other >= first && other !== query) apart.set(other - first, far);
    }
    const found = Array.from(apart, ([item, far]) => {
      const d = squared(query, first + item);
      // Rows with the same neighbours have the same set, but for rounding.
      return { item, d, far: Math.round(1e6 * ((1 - lambda) * far + lambda * d)) };
    });
    found.sort((a, b) => a.far - b.far || a.d - b.d || a.item - b.item);
    yield [query, Int32Array.from(found.slice(0, depth), ({ item }) => item)];
  }
}

/** Keeps rows comparable whose distances leave nothing of exp(-d). */
const leastEncoding = 1e-30;

function checkedReciprocal(options: typeof defaults): typeof defaults {
  const { k1, k2, lambda } = options;
  checkPositiveInteger('kReciprocal', 'k1', k1);
  checkPositiveInteger('kReciprocal', 'k2', k2);
  if (k2 > k1 + 1) throw new LabError(`kReciprocal: k2 must be at most k1 + 1 = ${k1 + 1}; got ${k2}`);
  if (!(lambda >= 0 && lambda <= 1)) {
    throw new LabError(`kReciprocal: lambda must be 0 to 1; got ${lambda}`);
  }
  return options;
}

/** Queries first. Their labels are not used. */
function queriesAndGallery(queries: Embedded, gallery: Embedded): Embedded {
  const embeddings = new Float32Array(queries.embeddings.length + gallery.embeddings.length);
  embeddings.set(queries.embeddings);
  embeddings.set(gallery.embeddings, queries.embeddings.length);
  const count = queries.labels.length + gallery.labels.length;
  return { embeddings, dimension: queries.dimension, labels: new Int32Array(count) };
}

/** V of each row before it is averaged. */
function encodedSets(near: readonly Int32Array[], k1: number, squared: OfRows): WeightedSet[] {
  const whole = mutualNeighbours(near, k1);
  const halves = mutualNeighbours(near, Math.max(1, Math.round(k1 / 2)));
  return whole.map((own, row) => {
    const wide = new Set(own);
    for (const member of own) {
      const other = halves[member]!;
      const common = other.reduce((sum, item) => sum + (own.includes(item) ? 1 : 0), 0);
      if (3 * common >= 2 * other.length) other.forEach((item) => wide.add(item));
    }
    const members = Int32Array.from(wide).sort();
    return {
      members,
      weights: Float32Array.from(members, (member) =>
        Math.max(leastEncoding, Math.exp(-squared(row, member))),
      ),
    };
  });
}

/** R of each row: itself, and those of its k nearest that have it among theirs. */
function mutualNeighbours(near: readonly Int32Array[], k: number): Int32Array[] {
  const nearest = near.map((items) => items.subarray(0, k));
  return nearest.map((items, row) =>
    Int32Array.from([row, ...items.filter((item) => nearest[item]!.includes(row))]),
  );
}

/** Each row's mean over its k2 nearest, itself among them. */
function expandedSets(
  sets: readonly WeightedSet[],
  near: readonly Int32Array[],
  k2: number,
  memory: number,
): WeightedSet[] {
  let bytes = 0;
  return near.map((items, row) => {
    const lenders = [row, ...items.subarray(0, k2 - 1)];
    const sums = new Map<number, number>();
    for (const lender of lenders) {
      const { members, weights } = sets[lender]!;
      members.forEach((member, i) => sums.set(member, (sums.get(member) ?? 0) + weights[i]!));
    }
    bytes += sums.size * memberBytes;
    if (bytes > memory) {
      throw new LabError(
        `kReciprocal: the sets of ${row + 1} of ${near.length} rows fill ${Math.round(memory / 1e6)} MB; give more memory, or a smaller k1 or k2`,
      );
    }
    const members = Int32Array.from(sums.keys()).sort();
    return { members, weights: Float32Array.from(members, (member) => sums.get(member)! / lenders.length) };
  });
}
