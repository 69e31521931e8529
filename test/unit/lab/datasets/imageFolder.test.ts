import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { LabError } from '../../../../src/lab/core/labError';
import type { DataFolders } from '../../../../src/lab/datasets/dataset';
import { decodePicture } from '../../../../src/lab/datasets/picture';
import { imageFolder } from '../../../../src/lab/datasets/imageFolder';
import { withoutLeaks } from '../../../../src/lab/datasets/leaks';

type Colour = readonly [number, number, number];

/** One colour, or by place. */
function png(colour: Colour | ((x: number, y: number) => Colour), width = 6, height = 4): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const own = typeof colour === 'function' ? colour(pixel % width, Math.floor(pixel / width)) : colour;
    return own[at % 3]!;
  });
  return encodePng({ width, height, data, channels: 3 });
}

function jpeg([red, green, blue]: Colour, width = 16, height = 16): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, at) => [red, green, blue, 255][at % 4]!);
  return encodeJpeg({ width, height, data }, 95).data;
}

/** Of a PNG file, with its checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

const refused =
  (...parts: readonly (string | RegExp)[]) =>
  (error: unknown) => {
    assert.ok(error instanceof LabError, String(error));
    for (const part of parts) {
      if (typeof part === 'string') assert.ok(error.message.includes(part), `${part} in ${error.message}`);
      else assert.match(error.message, part);
    }
    return true;
  };

describe('imageFolder', () => {
  let root: string;
  beforeEach(async () => (root = await mkdtemp(path.join(os.tmpdir(), 'imageFolder-'))));
  afterEach(() => rm(root, { recursive: true }));

  const write = async (name: string, bytes: Uint8Array | string) => {
    await mkdir(path.dirname(path.join(root, 'birds', name)), { recursive: true });
    await writeFile(path.join(root, 'birds', name), bytes);
  };
  /** Eight classes of two pictures; the first colour tells the class, the second the picture. */
  const birds = Array.from({ length: 8 }, (_, at) => ({
    [`00${at}.Bird/b.png`]: png([at * 30, 0, 255]),
    [`00${at}.Bird/a.JPG`]: jpeg([at * 30, 128, 255]),
  })).flatMap(Object.entries);
  const writeBirds = () => Promise.all(birds.map(([name, bytes]) => write(name, bytes as Uint8Array)));
  const load = (options: Parameters<typeof imageFolder>[1] = {}, more: Partial<DataFolders> = {}) =>
    imageFolder('birds', { size: 2, ...options }).load({ folders: ['/nowhere', root], ...more });

  it('splits the classes in order of their names: the first half to train and choose by, the second to test', async () => {
    await writeBirds();
    await write('readme.txt', 'no class');
    await write('000.Bird/.DS_Store', 'hidden');
    await write('000.Bird/notes.txt', 'no picture');
    const { train, validation, test } = await load();
    assert.deepEqual(
      [train, validation, test].map(({ classNames }) => classNames.map((name) => Number(name[2]))),
      [[0, 1, 2], [3], [4, 5, 6, 7]],
    );
    assert.deepEqual(test.names?.slice(0, 3), ['004.Bird/a.JPG', '004.Bird/b.png', '005.Bird/a.JPG']);
    assert.deepEqual([...test.labels], [0, 0, 1, 1, 2, 2, 3, 3]);
    assert.deepEqual([test.shape, test.images.length], [[2, 2, 3], 8 * 12]);
    // The PNG of class 7, and its JPEG, which is not exact.
    const last = (from: number) => [...test.images.slice(from * 12, from * 12 + 3)];
    assert.deepEqual(last(7), [210 / 255, 0, 1].map(Math.fround));
    for (const [at, value] of [210 / 255, 128 / 255, 1].entries()) {
      assert.ok(Math.abs(last(6)[at]! - value) < 0.02, `${last(6)}`);
    }
    withoutLeaks(imageFolder('birds'), { train, validation, test });
  });

  it('takes the whole first half for training where no validation is wanted', async () => {
    await writeBirds();
    const { train, validation } = await load({ validation: 0 });
    assert.deepEqual([train.classNames.length, validation.labels.length], [4, 0]);
  });

  it('crops around the middle, averages areas, and turns colours to grey', async () => {
    // 8 x 4: left half white, right half black; its middle square is half of each.
    const halves = png((x) => (x >= 4 ? [0, 0, 0] : [255, 255, 255]), 8, 4);
    const green = png([0, 255, 0]);
    for (const name of 'abcdefgh') await write(`${name}/1.png`, name === 'a' ? halves : green);
    const grey = await load({ channels: 1, size: 2 });
    assert.deepEqual([...grey.train.images.slice(0, 4)], [1, 0, 1, 0]);
    assert.ok(Math.abs(grey.train.images[4]! - 0.587) < 1 / 255);
    const ink = await load({ channels: 1, size: 2, invert: true });
    assert.deepEqual([...ink.train.images.slice(0, 4)], [0, 1, 0, 1]);
    const colours = (await load({ invert: true })).train.images;
    assert.deepEqual([...colours.slice(12, 15)], [1, 0, 1]);
    const one = await load({ channels: 1, size: 1 });
    assert.ok(Math.abs(one.train.images[0]! - 0.5) < 1 / 255);
    // Half of 4 pixels around the middle of 8.
    const middle = png((x) => (x === 3 || x === 4 ? [0, 0, 0] : [255, 255, 255]), 8, 4);
    await write('a/1.png', middle);
    assert.deepEqual([...(await load({ channels: 1, size: 1, crop: 0.5 })).train.images.slice(0, 1)], [0]);
  });

  it('reads PNG pictures of every kind', async () => {
    for (const name of 'bcdefgh') await write(`${name}/1.png`, png([0, 0, 0]));
    const size = { width: 2, height: 2 };
    for (const [bytes, seen] of [
      [
        encodePng({ ...size, depth: 1, channels: 1, data: Uint8Array.of(0b01000000, 0b11000000) }),
        [0, 1, 1, 1],
      ],
      [
        encodePng({ ...size, depth: 16, channels: 1, data: Uint16Array.of(0, 65535, 65535, 65535) }),
        [0, 1, 1, 1],
      ],
      [encodePng({ ...size, channels: 2, data: Uint8Array.of(0, 9, 255, 9, 255, 9, 255, 9) }), [0, 1, 1, 1]],
      [
        encodePng({
          ...size,
          channels: 1,
          palette: [
            [0, 0, 0],
            [255, 255, 255],
          ],
          data: Uint8Array.of(0, 1, 1, 1),
        }),
        [0, 1, 1, 1],
      ],
      [
        encodePng({
          ...size,
          channels: 4,
          data: Uint8Array.from({ length: 16 }, (_, at) => (at < 4 ? 0 : 255)),
        }),
        [0, 1, 1, 1],
      ],
    ] as const) {
      await write('a/1.png', bytes);
      const { images } = (await load({ channels: 1 })).train;
      assert.deepEqual([...images.slice(0, 4)], seen);
    }
  });

  it('passes over what is packed beside the pixels, which may be anything', async () => {
    const profile = chunk('iCCP', Uint8Array.of(120, 0, 0, ...deflateSync(Buffer.alloc(1e6)).fill(1, 4)));
    const plain = png([10, 20, 30]);
    const profiled = Uint8Array.from([...plain.subarray(0, 33), ...profile, ...plain.subarray(33)]);
    assert.deepEqual(decodePicture(profiled, 'a.png'), decodePicture(plain, 'b.png'));
  });

  describe('refuses, by name,', () => {
    beforeEach(writeBirds);

    const file = (name: string) => path.join(root, 'birds', name);

    for (const [what, bytes, says] of [
      [
        'a picture that is cut off',
        jpeg([9, 9, 9]).subarray(0, 400),
        /the JPEG picture is damaged or cut off/,
      ],
      ['a damaged picture', png([9, 9, 9]).fill(7, 45, 50), /the PNG picture is damaged or cut off/],
      ['an empty file', '', /the file is empty/],
      ['what is no picture', 'hello', /neither a JPEG nor a PNG picture/],
      [
        'a picture that announces gigabytes',
        Uint8Array.from(png([9, 9, 9])).fill(0x7f, 16, 24),
        /the picture is 2139062143x2139062143, more than 100 megapixels/,
      ],
      [
        'a picture whose pixels unpack to gigabytes',
        Uint8Array.from([
          ...png([9, 9, 9]).subarray(0, 33),
          ...chunk('IDAT', deflateSync(Buffer.alloc(1e7))),
        ]),
        /unpacks to more than its width and height take/,
      ],
    ] as const) {
      it(what, async () => {
        await write('005.Bird/bad.png', bytes);
        await assert.rejects(load(), refused(file('005.Bird/bad.png'), says));
      });
    }

    it('a class without pictures, a folder in a class, a format that is not read', async () => {
      await mkdir(file('009.Empty'));
      await assert.rejects(load(), refused(file('009.Empty'), 'a class without a JPEG or PNG picture'));
      await write('009.Empty/deeper/a.png', png([1, 1, 1]));
      await assert.rejects(load(), refused(file('009.Empty/deeper'), 'a folder within a class'));
      await write('008.Other/a.webp', 'RIFF');
      await assert.rejects(load(), refused(file('008.Other/a.webp'), 'convert it'));
    });

    it('a symbolic link that leaves the folder, or leads nowhere; one inside is followed', async function () {
      if (process.platform === 'win32') this.skip();
      await symlink(file('000.Bird/a.JPG'), file('001.Bird/inside.jpg'));
      assert.equal((await load()).train.labels.length, 7);
      await writeFile(path.join(root, 'secret.png'), png([1, 2, 3]));
      await symlink(path.join(root, 'secret.png'), file('001.Bird/outside.png'));
      await assert.rejects(load(), refused(file('001.Bird/outside.png'), 'a symbolic link that leaves'));
      await rm(file('001.Bird/outside.png'));
      await symlink(os.tmpdir(), file('010.Link'));
      await assert.rejects(load(), refused(file('010.Link'), 'a symbolic link that leaves'));
      await rm(file('010.Link'));
      await symlink(file('nothing'), file('010.Link'));
      await assert.rejects(load(), refused(file('010.Link'), 'a symbolic link to nothing'));
    });

    it('what does not fit into memory, and says what would', async () => {
      await assert.rejects(
        load({ size: 10_000 }),
        refused('16 pictures of 10000 x 10000 x 3', 'a size of 4729 would do'),
      );
    });

    it('too few classes', async () => {
      await mkdir(path.join(root, 'empty'));
      await assert.rejects(
        imageFolder('empty').load({ folders: [root] }),
        refused('empty has no class folders'),
      );
      for (const at of [0, 1, 2, 3, 4]) await rm(file(`00${at}.Bird`), { recursive: true });
      await assert.rejects(load(), refused('of 3 classes', 'leaves 1 to train on'));
    });

    it('a folder that is not there, with the places', async () => {
      await assert.rejects(
        imageFolder('bees').load({ folders: [root] }),
        refused("no folder 'bees'", root, '--data'),
      );
    });
  });

  it('refuses options that do not fit', () => {
    const make = (options: object) => () => imageFolder('birds', options);
    assert.throws(
      make({ sise: 64 }),
      refused("no option 'sise'; it has size, crop, channels, invert, validation, duplicates"),
    );
    assert.throws(make({ size: 2.5 }), refused('size must be a whole number of at least 1; got 2.5'));
    assert.throws(make({ crop: 0 }), refused('crop must be above 0 and at most 1; got 0'));
    assert.throws(make({ channels: 4 }), refused('channels must be 3 or 1; got 4'));
    assert.throws(make({ validation: 1 }), refused('validation must be at least 0 and below 1; got 1'));
    assert.throws(make({ duplicates: 'keep' }), refused("one of refuse, leaveOut; got 'keep'"));
    assert.throws(() => imageFolder(''), refused('name the folder'));
  });

  describe('keeps what it decoded', () => {
    const kept = () => path.join(root, 'kept');
    let said: string[];
    const again = () => load({}, { cache: kept(), say: (line) => said.push(line) });
    beforeEach(async () => {
      said = [];
      await writeBirds();
    });

    it('until a picture changes, in one whole file', async () => {
      const first = await again();
      assert.deepEqual(said, ['imageFolder: decoding 16 pictures, once: their pixels are kept']);
      assert.deepEqual(await again(), first);
      assert.equal(said.length, 1);
      assert.deepEqual(
        (await readdir(kept())).map((name) => path.extname(name)),
        ['.pixels'],
      );
      await write('000.Bird/b.png', png([255, 255, 255]));
      assert.notDeepEqual((await again()).train.images, first.train.images);
      assert.equal(said.length, 2);
    });

    it('and decodes anew what was damaged since', async () => {
      const first = await again();
      const [name] = await readdir(kept());
      const file = path.join(kept(), name!);
      const whole = await readFile(file);
      for (const damaged of [whole.subarray(0, 40), Uint8Array.from(whole).fill(9, 60, 61), '']) {
        await writeFile(file, damaged);
        assert.deepEqual(await again(), first);
      }
      assert.equal(said.length, 4);
    });

    it('and goes on where it cannot', async () => {
      await writeFile(kept(), 'a file, no folder');
      assert.equal((await again()).test.labels.length, 8);
      assert.match(said.join('\n'), /pixels not kept/);
    });
  });
});
