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
import { scanHere, type Search } from '../../../../src/lab/retrieval/scanning';
import { sharedFloats } from '../../../../src/lab/retrieval/sharedFloats';
import { Tiles } from '../../../../src/lab/retrieval/tiles';

const runtime = createRequire(import.meta.url).resolve('onnxruntime-node');
const threads = scanThreads(runtime, 2, {}, 0);

const stream = random(3, 'threads');
const dimension = 6;
const labels = Array.from({ length: 61 }, () => stream.integer(8));
// Whole numbers: products have no rounding that could depend on who computes them, and many are equal.
const embeddings = Float32Array.from({ length: labels.length * dimension }, () => stream.integer(5) - 2);
const set = { embeddings, dimension, labels };

/** All queries look for what is nearer than -1; what is nearer than 2 is counted. */
function searchOf(distance: RetrievalDistance) {
  const side = sideOf(set, distance);
  const tiles = new Tiles(side, side, eager, 16);
  const pass = { start: 0, end: side.count };
  const [low, high] = [sharedFloats(side.count).fill(-1), sharedFloats(side.count).fill(2)];
  const sought = { symmetric: true, pass, low, high, queryOffsets: side.offsets, itemOffsets: side.offsets };
  const { height, width } = tiles;
  const search: Search = { queries: side, items: side, dimension, height, width, sought, tiles: 16 };
  return { search, here: scanHere(tiles, sought, side.count) };
}

describe('threads that search', () => {
  before(loadPlain);

  it('find in each tile what is found without them', async () => {
    for (const distance of ['dotProduct', 'euclidean'] as const) {
      const { search, here } = searchOf(distance);
      const there = (await threads(search))!;
      try {
        const corners = [0, 16, 32, 48].flatMap((row) =>
          [0, 16, 32, 48].map((column) => ({ row, column, both: column > row })),
        );
        const found = await Promise.all(corners.map((corner) => there.scan(corner)));
        for (const [at, corner] of corners.entries()) {
          const expected = await here.scan(corner);
          assert.ok(expected.forRows.near.length > 0 && expected.rowCounts.some((count) => count > 0));
          assert.deepEqual(found[at], expected);
        }
      } finally {
        await there.end();
      }
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

  it('are not started for a short search', async () => {
    assert.equal(await scanThreads(runtime, 2, {})(searchOf('cosine').search), null);
  });

  it('end with what they were started for, also where it is given up or fails', async () => {
    const before = ports();
    await assert.rejects(
      all(
        positiveRanks(set, {
          tile: 8,
          threads,
          progress: () => {
            throw new LabError('enough');
          },
        }),
      ),
      /^LabError: enough$/,
    );
    const there = (await threads(searchOf('cosine').search))!;
    const waiting = there.scan({ row: 0, column: 0, both: false });
    const refused = assert.rejects(waiting, LabError);
    await there.end();
    await refused;
    await assert.rejects(there.scan({ row: 0, column: 0, both: false }), LabError);
    await assert.rejects(
      scanThreads('/nowhere/runtime.js', 2, {}, 0)(searchOf('cosine').search),
      (error) => error instanceof LabError && /thread that searches.*runtime\.js/.test(error.message),
    );
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
