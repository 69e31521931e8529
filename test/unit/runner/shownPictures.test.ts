import '../../support/backend';
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LookedAt } from '../../../src/extension/results/lookedAt';
import type { StoredRun } from '../../../src/extension/runs/runStore';
import { eager } from '../../../src/lab/core/prepare';
import { random } from '../../../src/lab/core/random';
import type { ResultsPart } from '../../../src/protocol/results';
import { writePictures } from '../../../src/runner/pictures';
import { nearestEmbeddings } from '../../../src/webview/model/plane';
import { isWrong, queriesOf, tileAt } from '../../../src/webview/model/galleryQueries';
import { noParts, withPart } from '../../../src/webview/model/received';
import { row } from '../extension/rows';
import { temporaryFolder } from './temporary';

const [classes, perClass, dimension] = [4, 10, 6];
const count = classes * perClass;
const labels = Int32Array.from({ length: count }, (_, at) => Math.floor(at / perClass));

/** What the runner writes of a run, as it arrives on the results page. */
describe('the pictures that a run leaves', () => {
  const folder = temporaryFolder();

  async function shown() {
    const { id } = row();
    const stored = {
      row: row(),
      run: { id, folder: folder.path, state: 'finished', history: { at: 1 }, record: null, result: null },
    } as unknown as StoredRun;
    const posted: ResultsPart[] = [];
    const lookedAt = new LookedAt(
      { find: () => stored, curve: () => Promise.reject(new Error('no curve is looked at')) },
      (part) => Promise.resolve(void posted.push(part)),
      () => Promise.resolve('worker'),
    );
    await lookedAt.look({ curves: [], origins: [], gallery: id, projection: id, embeddings: id });
    // As they come through the editor: by structured clone.
    return posted.map((part) => structuredClone(part)).reduce(withPart, noParts);
  }

  beforeEach(async () => {
    const rng = random(5, 'shown');
    // Classes half apart, so that some queries are right and some are wrong.
    const embeddings = Float32Array.from({ length: count * dimension }, (_, at) => {
      const label = labels[Math.floor(at / dimension)];
      return rng.normal() + (at % dimension === label ? 2 : 0);
    });
    const set = {
      images: Float32Array.from({ length: count * 4 }, (_, at) => (at % 7) / 7),
      ...{ shape: [2, 2, 1] as const, labels },
      classNames: Array.from({ length: classes }, (_, at) => `class ${at}`),
    };
    await writePictures(
      folder.path,
      set,
      { embeddings, dimension, labels },
      { prepare: eager, threads: null },
    );
  });

  it('are shown as they were written', async () => {
    const { gallery: found, projection: plane, embeddings } = await shown();
    assert.deepEqual([found?.problem, plane?.problem, embeddings?.problem], [null, null, null]);
    const { gallery, png } = found!;
    assert.equal(Buffer.from(png!).toString('latin1', 1, 4), 'PNG');
    const queries = queriesOf(gallery!, false);
    assert.equal(queries.length, count);
    const wrong = queriesOf(gallery!, true);
    assert.ok(wrong.length > 0 && wrong.length < count && wrong.every(isWrong));
    const last = tileAt(gallery!, gallery!.items.length - 1);
    const height = Buffer.from(png!).readUInt32BE(20);
    assert.ok(last.y + gallery!.tile.height <= height, 'every picture lies within the sprite');

    assert.equal(plane!.projection!.points.length, count);
    assert.equal(embeddings!.values!.length, count * embeddings!.dimension);
    // The gallery's first neighbour is the plane's as well: both are of the same embeddings.
    const query = queries[0]!;
    const { index } = gallery!.items[query.item]!;
    const point = plane!.projection!.items.indexOf(index);
    const [nearest] = nearestEmbeddings(embeddings!.values!, embeddings!.dimension, point, 1);
    assert.equal(plane!.projection!.items[nearest!.point], gallery!.items[query.neighbours[0]!.item]!.index);
    assert.ok(Math.abs(nearest!.similarity - query.neighbours[0]!.similarity) < 1e-5);
  });

  it('are said to be none, or broken, in words', async () => {
    await rm(path.join(folder.path, 'gallery.json'));
    await writeFile(path.join(folder.path, 'projection.json'), '{');
    const { gallery, projection, embeddings } = await shown();
    assert.deepEqual([gallery?.gallery, gallery?.problem], [null, null]);
    assert.match(projection?.problem ?? '', /projection\.json/);
    assert.match(embeddings?.problem ?? '', /projection\.json/);
  });
});
