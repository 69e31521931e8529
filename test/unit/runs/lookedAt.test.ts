import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readGallery } from '../../../src/runs/readGallery';
import { readProjectedEmbeddings, readProjection } from '../../../src/runs/readProjection';
import { encodeSafetensors } from '../../../src/runs/safetensors';
import { embeddings, gallery, galleryPng, projection } from '../../fixtures/results/parts';

describe('the files of a run that are looked at', () => {
  let folder: string;
  const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'metric-lab-looked-at-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('may be missing', async () => {
    assert.equal(await readGallery(folder), null);
    assert.equal(await readProjection(folder), null);
  });

  it('are read as they are', async () => {
    await write('gallery.json', JSON.stringify(gallery));
    await write('gallery.png', galleryPng());
    await write('projection.json', JSON.stringify(projection));
    const shape = [projection.points.length, embeddings.length / projection.points.length];
    const tensors = { embeddings: { dtype: 'float32', shape, values: embeddings } } as const;
    await write('projection.safetensors', encodeSafetensors({ tensors, metadata: {} }));
    const read = await readGallery(folder);
    assert.deepEqual(read?.gallery, gallery);
    assert.deepEqual(read?.png, new Uint8Array(galleryPng()));
    assert.equal(read?.png.constructor, Uint8Array, 'a Buffer would not arrive as bytes');
    assert.deepEqual(await readProjection(folder), projection);
    const found = await readProjectedEmbeddings(folder, projection.points.length);
    assert.deepEqual(found, { values: embeddings, dimension: 8 });
  });

  it('are refused where a picture is none, too large, or too small for what is named', async () => {
    await write('gallery.json', JSON.stringify(gallery));
    await assert.rejects(readGallery(folder), /gallery\.png/, 'missing');
    await write('gallery.png', 'not a picture, though it is long enough');
    await assert.rejects(readGallery(folder), /not a PNG picture/);
    const sized = (width: number, height: number) => {
      const png = Buffer.from(galleryPng());
      png.writeUInt32BE(width, 16);
      png.writeUInt32BE(height, 20);
      return png;
    };
    await write('gallery.png', sized(60_000, 60_000));
    await assert.rejects(readGallery(folder), /60000 x 60000 pixels are too many/);
    await write('gallery.png', sized(28, 28));
    await assert.rejects(readGallery(folder), /do not hold the 60 pictures named/);
  });

  it('are refused where they are links, or name what is not there', async () => {
    await write('elsewhere.json', JSON.stringify(projection));
    await symlink(path.join(folder, 'elsewhere.json'), path.join(folder, 'projection.json'));
    await assert.rejects(readProjection(folder), /not a plain file/);
    const beyond = { ...gallery, queries: [{ item: 600, averagePrecision: 0, neighbours: [] }] };
    await write('gallery.json', JSON.stringify(beyond));
    await assert.rejects(readGallery(folder), /gallery\.json: .*names an item that it does not hold/);
  });

  it('hold as many embeddings as points', async () => {
    const tensors = { embeddings: { dtype: 'float32', shape: [2, 2], values: new Float32Array(4) } } as const;
    await write('projection.safetensors', encodeSafetensors({ tensors, metadata: {} }));
    await assert.rejects(
      readProjectedEmbeddings(folder, 3),
      /must hold embeddings, float32 \[3, dimension\]/,
    );
  });
});
