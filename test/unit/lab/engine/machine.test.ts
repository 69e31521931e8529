import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { passedOver } from '../../../../src/lab/engine/engine';
import { otherCards } from '../../../../src/lab/engine/graphics';
import { missingLibraries } from '../../../../src/lab/engine/libraries';

describe('what an engine needs of the machine', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'machine-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is a card of a maker of cards that compute, as the kernel lists them', async () => {
    const cards = {
      card0: '0x1a03',
      card1: '0x8086',
      'card1-DP-1': '0x8086',
      renderD128: '0x8086',
      card2: '0x1002',
    };
    for (const [name, vendor] of Object.entries(cards)) {
      await mkdir(path.join(folder, name, 'device'), { recursive: true });
      await writeFile(path.join(folder, name, 'device/vendor'), `${vendor}\n`);
      await writeFile(path.join(folder, name, 'device/device'), '0x46a6\n');
    }
    // A screen that the firmware has set up: no card on the bus, and no vendor.
    await mkdir(path.join(folder, 'card3/device'), { recursive: true });
    assert.deepEqual(otherCards(folder), ['Intel graphics 0x46a6', 'AMD graphics 0x46a6']);
    assert.deepEqual(otherCards(path.join(folder, 'none')), []);
  });

  it('is looked for by `auto` before it tries an engine for cards', () => {
    assert.equal(passedOver('onnx-webgpu', []), 'no graphics card found');
    assert.equal(passedOver('onnx-webgpu', ['Intel graphics']), null);
    assert.equal(passedOver('onnx-cpu', []), null);
  });

  it('is a library that the loader knows, or that lies in a folder of its path', async function () {
    if (process.platform !== 'linux') return this.skip();
    await writeFile(path.join(folder, 'libcudnn.so.8'), '');
    const names = ['libc.so.6', 'libcudnn.so.8', 'libnothing.so.1'];
    assert.deepEqual(await missingLibraries(names, { LD_LIBRARY_PATH: `/none:${folder}` }), [
      'libnothing.so.1',
    ]);
  });
});
