import { unitRows } from '../lab/core/unitRows';
import type { ImageSet } from '../lab/datasets/dataset';
import { averagePrecisionAtR } from '../lab/metrics/averagePrecisionAtR';
import type { Embedded } from '../lab/numeric/embedded';
import { neighbours } from '../lab/retrieval/neighbours';
import { positiveRanks } from '../lab/retrieval/positiveRanks';
import type { Gallery } from '../protocol/run';
import type { Searching } from './scored';
import { spriteOf, tileOf } from './sprite';

/** Queries shown: the worst, and some of all the others. */
const worst = 40;
const others = 20;
const depth = 8;

/** A query that has something to find, and how well it does, 0 to 1. */
interface Query {
  readonly item: number;
  readonly precision: number;
  /** How many queries of its class are worse. */
  readonly turn: number;
}

/**
 * What queries find, worst first, with a picture of all images that occur.
 * @returns null where no query has anything to find
 */
export async function galleryOf(
  set: ImageSet,
  embedded: Embedded,
  searching: Searching,
): Promise<{ readonly gallery: Gallery; readonly png: Uint8Array } | null> {
  const chosen = chosenQueries(await rankedQueries(embedded, searching));
  if (chosen.length === 0) return null;
  const unit = unitRows(embedded.embeddings, embedded.dimension);
  const rowOf = (item: number) => unit.subarray(item * embedded.dimension, (item + 1) * embedded.dimension);
  const found = await nearestOf(
    chosen.map(({ item }) => item),
    embedded,
    searching,
  );
  const shown = [...new Set(chosen.flatMap(({ item }) => [item, ...found.get(item)!]))];
  const place = new Map(shown.map((item, at) => [item, at]));
  const queries = chosen.map(({ item, precision }) => ({
    item: place.get(item)!,
    averagePrecision: precision,
    neighbours: found.get(item)!.map((other) => ({
      item: place.get(other)!,
      similarity: dot(rowOf(item), rowOf(other)),
      same: set.labels[other] === set.labels[item],
    })),
  }));
  const { png, columns } = spriteOf(set, shown);
  const items = shown.map((index) => ({ className: set.classNames[set.labels[index]!]!, index }));
  return { gallery: { schema: 1, tile: tileOf(set.shape), columns, items, queries }, png };
}

/** All queries with something to find, worst first; of equally bad ones, one of each class before a second of any. */
async function rankedQueries(embedded: Embedded, searching: Searching): Promise<Query[]> {
  const scored: Omit<Query, 'turn'>[] = [];
  for await (const [item, ranks] of positiveRanks(embedded, searching)) {
    if (ranks.length > 0) scored.push({ item, precision: averagePrecisionAtR(ranks) });
  }
  scored.sort((a, b) => a.precision - b.precision || a.item - b.item);
  const turns = new Map<number, number>();
  const queries = scored.map((query) => {
    const label = embedded.labels[query.item]!;
    const turn = turns.get(label) ?? 0;
    turns.set(label, turn + 1);
    return { ...query, turn };
  });
  return queries.sort((a, b) => a.precision - b.precision || a.turn - b.turn || a.item - b.item);
}

/** The first ones, and some of the rest at equal steps. */
function chosenQueries(ranked: readonly Query[]): Query[] {
  const rest = ranked.slice(worst);
  const few = Math.min(others, rest.length);
  const sample = Array.from(
    { length: few },
    (_, at) => rest[Math.floor(((at + 1) * rest.length) / few) - 1]!,
  );
  return [...ranked.slice(0, worst), ...sample];
}

/** The nearest items of some items, those themselves left out. */
async function nearestOf(
  items: readonly number[],
  embedded: Embedded,
  searching: Searching,
): Promise<Map<number, number[]>> {
  const { embeddings, dimension, labels } = embedded;
  const rows = new Float32Array(items.length * dimension);
  items.forEach((item, at) =>
    rows.set(embeddings.subarray(item * dimension, (item + 1) * dimension), at * dimension),
  );
  const queries = { embeddings: rows, dimension, labels: items.map((item) => labels[item]!) };
  const found = new Map<number, number[]>();
  for await (const [at, near] of neighbours(queries, depth + 1, { gallery: embedded, ...searching })) {
    const item = items[at]!;
    found.set(
      item,
      Array.from(near)
        .filter((other) => other !== item)
        .slice(0, depth),
    );
  }
  return found;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
