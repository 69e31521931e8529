import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Embedded } from '../numeric/embedded';
import { lookThrough } from './lookThrough';
import { NearestItems } from './nearestItems';
import { sideOf } from './nearness';
import { passesOf } from './passes';
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
  const from = sideOf(queries, set.distance);
  const to = set.gallery ? sideOf(set.gallery, set.distance) : from;
  const wanted = Math.min(k, to.count);
  const tiles = new Tiles(from, to, set.prepare, set.tile);
  const passes = passesOf(from.count, tiles.height, set.memory, () => queryBytes + neighbourBytes * wanted);
  for (const [number, pass] of passes.entries()) {
    const nearest = new NearestItems(from, to, set.distance, pass, wanted);
    const symmetric = to === from && passes.length === 1;
    await lookThrough(
      nearest,
      tiles,
      symmetric,
      (done) => set.progress((number + done) / passes.length),
      set.threads,
    );
    for (let query = pass.start; query < pass.end; query++) yield [from.places[query]!, nearest.of(query)];
  }
}
