import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { eager } from '../../../../src/lab/core/prepare';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { loadPlain } from '../../../../src/lab/engine/plain';
import { scanThreads } from '../../../../src/lab/engine/scanThreads';
import { sideOf, type RetrievalDistance } from '../../../../src/lab/retrieval/nearness';
import { neighbours } from '../../../../src/lab/retrieval/neighbours';
import { positiveRanks } from '../../../../src/lab/retrieval/positiveRanks';
import {
  scanHere,
  type Found,
  type Scanning,
  type Search,
  type Strip,
} from '../../../../src/lab/retrieval/scanning';
import { sharedFloats } from '../../../../src/lab/retrieval/sharedFloats';
import { Tiles } from '../../../../src/lab/retrieval/tiles';

const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
const settings = { least: 0, rows: 8, tiles: 3 };
const threads = scanThreads(runtime, 2, {}, settings);

const stream = random(3, 'threads');
const dimension = 6;
const labels = Array.from({ length: 61 }, () => stream.integer(8));
// Whole numbers: products have no rounding that could depend on who computes them, and many are equal.
const embeddings = Float32Array.from({ length: labels.length * dimension }, () => stream.integer(5) - 2);
const set = { embeddings, dimension, labels };

/** All queries look for what is nearer than -1; what is nearer than 2 is counted. */
function searchOf(distance: RetrievalDistance, given = set) {
  const side = sideOf(given, distance);
  const pass = { start: 0, end: side.count };
  const [low, high] = [sharedFloats(side.count).fill(-1), sharedFloats(side.count).fill(2)];
  const sought = { symmetric: true, pass, low, high, queryOffsets: side.offsets, itemOffsets: side.offsets };
  const search: Search = { queries: side.rows, items: side.rows, sought };
  return { search, here: scanHere(new Tiles(side, side, eager, 16)) };
}

const size = { queries: labels.length, items: labels.length, dimension };

/** Strips of a height and width that no thread's tiles have. */
const strips: Strip[] = [0, 20, 40].flatMap((row) =>
  [0, 16, 32, 48].map((column) => ({
    rows: { start: row, end: Math.min(row + 20, labels.length) },
    columns: { start: column, end: Math.min(column + 16, labels.length) },
    both: column > row,
  })),
);

/** What each strip held, in the order of the strips. */
async function foundBy(scanning: Scanning, search: Search, work = strips): Promise<Found[]> {
  const found: Found[] = [];
  await scanning.scan(search, work, async (one) => void found.push(one));
  return found.sort((a, b) => a.rows.start - b.rows.start || a.columns.start - b.columns.start);
}

describe('threads that search', () => {
  before(loadPlain);

  it('find in each strip what is found without them, search after search', async () => {
    const there = threads(size)!;
    try {
      const other = { ...set, embeddings: embeddings.map((value) => 1 - value) };
      for (const { search, here } of [
        searchOf('dotProduct'),
        searchOf('dotProduct', other),
        searchOf('euclidean'),
      ]) {
        const expected = await foundBy(here, search);
        assert.ok(expected.every(({ forRows }) => forRows.near.length > 0));
        assert.ok(expected.some(({ rowCounts }) => rowCounts.some((count) => count > 0)));
        assert.ok(expected.some(({ columnCounts }) => columnCounts.some((count) => count > 0)));
        assert.deepEqual(await foundBy(there, search), expected);
        // Ends where the next search begins, which may have other items there.
        const left = strips.filter(({ columns }) => columns.start === 0);
        assert.equal((await foundBy(there, search, left)).length, left.length);
      }
    } finally {
      await there.end();
    }
  });

  it('give the ranks and neighbours that are found without them', async () => {
    for (const distance of ['cosine', 'euclidean', 'dotProduct'] as const) {
      for (const settings of [{ tile: 16 }, { tile: 12, memory: 1 }, { tile: 20, gallery: set }]) {
        const given = { distance, ...settings };
        assert.deepEqual(
          await all(positiveRanks(set, { ...given, threads })),
          await all(positiveRanks(set, given)),
        );
        assert.deepEqual(
          await all(neighbours(set, 7, { ...given, threads })),
          await all(neighbours(set, 7, given)),
        );
      }
    }
  });

  it('are not started for a short search, or for few queries', () => {
    assert.equal(scanThreads(runtime, 2, {})(size), null);
    assert.equal(threads({ ...size, queries: 31 }), null);
  });

  it('end with what they were started for, also where it is given up or fails', async () => {
    const before = ports();
    await assert.rejects(
      all(
        positiveRanks(set, {
          threads,
          progress: () => {
            throw new LabError('enough');
          },
        }),
      ),
      /^LabError: enough$/,
    );
    const { search } = searchOf('cosine');
    const there = threads(size)!;
    const refused = assert.rejects(foundBy(there, search), LabError);
    await there.end();
    await refused;
    await assert.rejects(foundBy(there, search), LabError);
    const broken = scanThreads('/nowhere/runtime.js', 2, {}, settings)(size)!;
    await assert.rejects(
      foundBy(broken, search),
      (error) => error instanceof LabError && /thread that searches.*runtime\.js/.test(error.message),
    );
    await broken.end();
    assert.equal(ports(), before);
  });
});

/** Threads that run, by the ports on which they are heard. */
const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of found) list.push(one);
  return list;
}
