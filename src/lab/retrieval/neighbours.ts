import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Embedded } from '../numeric/embedded';
import { lookThrough } from './lookThrough';
import { NearestItems } from './nearestItems';
import { sideOf } from './nearness';
import { passesOf } from './passes';
import { scanHere, sizeOfSearch } from './scanning';
import { searchDefaults, type SearchSettings } from './searchSettings';
import { Tiles } from './tiles';

/** Bytes for each query, and for each of its neighbours. */
const queryBytes = 32;
const neighbourBytes = 8;

/**
 * The nearest items of each query, exactly: sorted by distance, then by index. A query among its own gallery is left out.
 * Labels are not used.
 * @param k how many of the nearest; where the gallery has fewer, all
 * @param settings default: cosine distance among the queries
 * @yields the index of each query with its neighbours' indices in the gallery, the nearest first; in no order of queries
 * @throws LabError where k is no whole number of at least 1
 */
export async function* neighbours(
  queries: Embedded,
  k: number,
  settings: Partial<SearchSettings> = {},
): AsyncGenerator<readonly [query: number, items: Int32Array]> {
  checkPositiveInteger('neighbours', 'k', k);
  const set = withDefaults('neighbours', searchDefaults, settings);
  const running = set.threads?.(sizeOfSearch(queries, set.gallery)) ?? null;
  try {
    const from = sideOf(queries, set.distance);
    const to = set.gallery ? sideOf(set.gallery, set.distance) : from;
    const wanted = Math.min(k, to.count);
    const scanning = running ?? scanHere(new Tiles(from, to, set.prepare, set.tile));
    const bytes = () => queryBytes + neighbourBytes * wanted;
    const passes = passesOf(from.count, scanning.height, set.memory, bytes);
    for (const [number, pass] of passes.entries()) {
      const nearest = new NearestItems(from, to, set.distance, pass, wanted);
      const symmetric = to === from && passes.length === 1;
      const progress = (done: number) => set.progress((number + done) / passes.length);
      await lookThrough(nearest, scanning, symmetric, progress);
      for (let query = pass.start; query < pass.end; query++) yield [from.places[query]!, nearest.of(query)];
    }
  } finally {
    await running?.end();
  }
}
