import '../../support/backend';
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { decode } from 'fast-png';
import { random } from '../../../src/lab/core/random';
import type { ImageSet } from '../../../src/lab/datasets/dataset';
import { eager } from '../../../src/lab/core/prepare';
import type { Embedded } from '../../../src/lab/numeric/embedded';
import type { Gallery, Projection } from '../../../src/protocol/run';
import { writePictures } from '../../../src/runner/pictures';
import { decodeSafetensors } from '../../../src/runs/safetensors';
import { parseGallery, parseProjection, type Parsed } from '../../../src/runs/schema';
import { temporaryFolder } from './temporary';

const perClass = 6;

/** Images of one ink each, its index by 1,000; every third class without a second image. */
function images(count: number, shape: ImageSet['shape'] = [2, 3, 1]): ImageSet {
  const labels = Int32Array.from({ length: count }, (_, at) => Math.floor(at / perClass));
  labels[count - 1] = labels[count - 1]! + 1;
  const size = shape[0] * shape[1] * shape[2];
  return {
    images: Float32Array.from({ length: count * size }, (_, at) => Math.floor(at / size) / 1000),
    ...{ shape, labels },
    classNames: Array.from({ length: labels[count - 1]! + 1 }, (_, at) => `c${at}`),
  };
}

function embeddedAtRandom({ labels }: ImageSet, dimension: number): Embedded {
  const rng = random(3, 'pictures');
  const embeddings = Float32Array.from({ length: labels.length * dimension }, () => rng.normal() + 1);
  return { embeddings, dimension, labels };
}

describe('pictures of a result', () => {
  const folder = temporaryFolder();

  const value = <T>(parsed: Parsed<T>): T => {
    assert.ok('value' in parsed, JSON.stringify(parsed));
    return parsed.value;
  };
  const bytes = (name: string) => readFile(path.join(folder.path, name));
  async function written(
    set: ImageSet,
    embedded: Embedded,
  ): Promise<{ gallery: Gallery; projection: Projection }> {
    await writePictures(folder.path, set, embedded, { prepare: eager, threads: null });
    return {
      gallery: value(parseGallery((await bytes('gallery.json')).toString())),
      projection: value(parseProjection((await bytes('projection.json')).toString())),
    };
  }

  it('show the worst queries first, each with what a plain search finds', async () => {
    const set = images(150);
    const embedded = embeddedAtRandom(set, 5);
    const { gallery } = await written(set, embedded);
    assert.equal(gallery.queries.length, 60);
    const precisions = gallery.queries.map(({ averagePrecision }) => averagePrecision);
    assert.deepEqual(
      precisions,
      precisions.toSorted((a, b) => a - b),
    );
    const shown = gallery.queries.map(({ item }) => gallery.items[item]!.index);
    assert.equal(new Set(shown).size, 60);
    assert.ok(!shown.includes(149), 'a query without another of its class has nothing to find');
    for (const { item, neighbours, averagePrecision } of gallery.queries) {
      const query = gallery.items[item]!;
      assert.equal(query.className, set.classNames[set.labels[query.index]!]);
      const ranked = nearest(embedded, query.index);
      const found = neighbours.map((one) => gallery.items[one.item]!.index);
      assert.deepEqual(
        found,
        ranked.slice(0, 8).map(({ at }) => at),
      );
      neighbours.forEach(({ similarity, same }, place) => {
        assert.ok(Math.abs(similarity - ranked[place]!.cosine) < 1e-5);
        assert.equal(same, set.labels[found[place]!] === set.labels[query.index]);
      });
      assert.ok(
        Math.abs(
          averagePrecision -
            precisionOf(
              ranked.map(({ at }) => set.labels[at]),
              set.labels[query.index]!,
            ),
        ) < 1e-9,
      );
    }
    const { width, height, data, channels } = decode(await bytes('gallery.png'));
    assert.deepEqual([gallery.tile, channels, width], [{ width: 3, height: 2 }, 1, 3 * gallery.columns]);
    assert.equal(height, 2 * Math.ceil(gallery.items.length / gallery.columns));
    gallery.items.forEach(({ index }, at) => {
      const [x, y] = [3 * (at % gallery.columns), 2 * Math.floor(at / gallery.columns)];
      const grey = 255 * (1 - index / 1000);
      assert.ok(Math.abs(data[y * width + x]! - grey) <= 0.51, 'ink is dark');
    });
  });

  it('are the same, byte for byte, for the same embeddings', async () => {
    const set = images(40);
    const all = async () => {
      await written(set, embeddedAtRandom(set, 4));
      return Promise.all((await readdir(folder.path)).sort().map(bytes));
    };
    const once = await all();
    assert.equal(once.length, 4);
    assert.deepEqual(await all(), once);
  });

  it('keep colours, and make large images smaller', async () => {
    const set = images(12, [96, 128, 3]);
    const { gallery } = await written(set, embeddedAtRandom(set, 4));
    assert.deepEqual(gallery.tile, { width: 64, height: 48 });
    const { channels, data } = decode(await bytes('gallery.png'));
    assert.deepEqual([channels, data[0]], [3, Math.round((255 * gallery.items[0]!.index) / 1000)]);
  });

  it('lay embeddings along the axes of their greatest variance, whose signs are fixed', async () => {
    const set = images(90);
    const rng = random(4, 'plane');
    // Near (1, 0, 0), spread most along the second number, then along the third.
    const embeddings = Float32Array.from({ length: 270 }, (_, at) =>
      at % 3 === 0 ? 1 : (at % 3 === 1 ? 0.05 : 0.01) * rng.normal(),
    );
    const { projection } = await written(set, { embeddings, dimension: 3, labels: set.labels });
    const { points, explained, labels, classNames, items } = projection;
    assert.ok(explained[0] > 0.9 && explained[1] > 0.01 && explained[0] + explained[1] <= 1 + 1e-9);
    const mean = embeddings.filter((_, at) => at % 3 === 1).reduce((a, b) => a + b) / 90;
    points.forEach(([x], at) => assert.ok(Math.abs(x - (embeddings[3 * at + 1]! - mean)) < 0.01));
    assert.deepEqual(items, [...labels.keys()]);
    assert.deepEqual(
      labels.map((label) => classNames[label]),
      Array.from(set.labels, (label) => set.classNames[label]),
    );
    const { tensors } = decodeSafetensors(await bytes('projection.safetensors'));
    assert.deepEqual(tensors['embeddings'], { dtype: 'float32', shape: [90, 3], values: embeddings });
  });

  it('lay the same plane whether there are more items than numbers or fewer', async () => {
    const set = images(8);
    const few = embeddedAtRandom(set, 5);
    const wide = new Float32Array(8 * 20);
    for (let row = 0; row < 8; row++) wide.set(few.embeddings.subarray(5 * row, 5 * row + 5), 20 * row);
    const narrow = (await written(set, few)).projection.points.flat();
    const padded = (await written(set, { ...few, embeddings: wide, dimension: 20 })).projection.points.flat();
    narrow.forEach((coordinate, at) => assert.ok(Math.abs(coordinate - padded[at]!) < 1e-6));
  });

  it('are of 2,000 items at most', async () => {
    const set = images(2400, [1, 1, 1]);
    const { projection } = await written(set, embeddedAtRandom(set, 2));
    assert.equal(projection.points.length, 2000);
    assert.deepEqual([projection.items[0], projection.items[5], projection.items.at(-1)], [0, 6, 2398]);
  });
});

/** All other items, nearest first, by loops. */
function nearest({ embeddings, dimension, labels }: Embedded, query: number) {
  const row = (at: number) => Array.from(embeddings.subarray(at * dimension, (at + 1) * dimension));
  const length = (x: number[]) => Math.hypot(...x);
  const from = row(query);
  return Array.from({ length: labels.length }, (_, at) => {
    const to = row(at);
    const product = to.reduce((sum, number, i) => sum + number * from[i]!, 0);
    return { at, cosine: product / (length(from) * length(to)) };
  })
    .filter(({ at }) => at !== query)
    .sort((a, b) => b.cosine - a.cosine);
}

function precisionOf(ranked: readonly (number | undefined)[], label: number): number {
  const r = ranked.filter((other) => other === label).length;
  let [found, sum] = [0, 0];
  ranked.slice(0, r).forEach((other, at) => {
    if (other === label) sum += ++found / (at + 1);
  });
  return sum / r;
}
