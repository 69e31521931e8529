import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import { strToU8, zipSync } from 'fflate';
import { LabError } from '../../../../src/lab/core/labError';
import { readDrawings } from '../../../../src/lab/datasets/pngArchive';

const limits = { entries: 10, bytesPerEntry: 1000 };
/** 3 x 2: black corner top left and bottom right, else white. */
const png = encode({
  width: 3,
  height: 2,
  depth: 1,
  channels: 1,
  data: Uint8Array.of(0b01100000, 0b11000000),
});
const read = (archive: Uint8Array) => readDrawings(archive, 'a.zip', [2, 3], limits);
const refused = (message: RegExp) => (error: unknown) =>
  error instanceof LabError && (assert.match(error.message, message), true);

describe('readDrawings', () => {
  it('reads ink as 1, in order of names, and nothing but pictures', () => {
    const archive = zipSync({ 'x/b.png': png, 'x/a.png': png, 'x/readme.txt': strToU8('hello') });
    assert.deepEqual(
      read(archive).map(({ path, ink }) => [path.join(), [...ink]]),
      [
        ['x,a.png', [1, 0, 0, 0, 0, 1]],
        ['x,b.png', [1, 0, 0, 0, 0, 1]],
      ],
    );
  });

  it('names the file of a damaged archive', () => {
    const whole = zipSync({ 'a.png': png });
    for (const bytes of [
      new Uint8Array(0),
      strToU8('not a zip at all'),
      whole.subarray(0, whole.length - 30),
    ]) {
      assert.throws(() => read(bytes), refused(/^a\.zip: not a zip archive, or damaged/));
    }
  });

  it('names the entry of a damaged or unexpected picture', () => {
    const broken = png.slice();
    broken[png.length - 20]! ^= 0xff;
    const grey = encode({ width: 3, height: 2, depth: 8, channels: 1, data: new Uint8Array(6) });
    const wide = encode({ width: 4, height: 2, depth: 1, channels: 1, data: new Uint8Array(2) });
    const cases: [Uint8Array, RegExp][] = [
      [broken, /^a\.zip, d\/p\.png: not a PNG picture, or damaged/],
      [png.subarray(0, 12), /^a\.zip, d\/p\.png: not a PNG picture, or damaged/],
      [grey, /^a\.zip, d\/p\.png: expected 1 bit a pixel, got 1 channels of 8 bits/],
      [wide, /^a\.zip, d\/p\.png: the picture is 4x2, expected 3x2/],
    ];
    for (const [bytes, message] of cases) {
      assert.throws(() => read(zipSync({ 'd/p.png': bytes })), refused(message));
    }
  });

  it('refuses more entries or larger ones than allowed', () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`${at}.png`, png]));
    assert.throws(() => read(zipSync(many)), refused(/^a\.zip: more than 10 entries/));
    const bomb = { 'bomb.png': new Uint8Array(1001) };
    assert.throws(() => read(zipSync(bomb)), refused(/^a\.zip, bomb\.png: 1001 bytes, more than 1000/));
  });

  it('takes a name that climbs for a name', () => {
    assert.deepEqual(
      read(zipSync({ '../../up.png': png })).map(({ path }) => path),
      [['..', '..', 'up.png']],
    );
  });
});
