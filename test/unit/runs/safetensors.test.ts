import assert from 'node:assert/strict';
import {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type StoredTensor,
} from '../../../src/runs/safetensors';

const file = {
  metadata: { step: '3', note: 'ü' },
  tensors: {
    'conv/kernel': { dtype: 'float32', shape: [2, 2], values: Float32Array.of(1, -0, 1e-45, NaN) },
    mask: { dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) },
    count: { dtype: 'int32', shape: [], values: Int32Array.of(-2147483648) },
    empty: { dtype: 'float32', shape: [0, 4], values: new Float32Array(0) },
  },
} as const;

/** A file with this header over `size` bytes of zeros. */
function forged(header: unknown, size: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(size)]);
}

const tensor = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('gives back what it wrote, bit for bit', () => {
    const back = decodeSafetensors(encodeSafetensors(file));
    assert.deepEqual(back, { ...file, tensors: back.tensors });
    for (const [name, { dtype, shape, values }] of Object.entries(file.tensors)) {
      const read: StoredTensor = back.tensors[name]!;
      assert.deepEqual([read.dtype, read.shape], [dtype, shape]);
      assert.deepEqual(bytes(read.values), bytes(values));
    }
  });

  it('writes the layout of the format', () => {
    const written = Buffer.from(encodeSafetensors(file));
    const length = Number(written.readBigUInt64LE());
    assert.equal(length % 8, 0);
    const header = JSON.parse(written.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    assert.deepEqual(header['conv/kernel'], { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] });
    assert.deepEqual(header['mask'], { dtype: 'BOOL', shape: [3], data_offsets: [20, 23] });
    assert.equal(written.length, 8 + length + 23);
  });

  it('reads whole numbers of 64 bits as far as 32 hold them', () => {
    const wide = (value: bigint) =>
      decodeSafetensors(
        Buffer.concat([
          forged({ y: tensor(0, 8, [1], 'I64') }, 0),
          Buffer.from(BigInt64Array.of(value).buffer),
        ]),
      ).tensors['y'];
    assert.deepEqual(wide(-7n), { dtype: 'int32', shape: [1], values: Int32Array.of(-7) });
    assert.throws(() => wide(2n ** 31n), /y: the number 2147483648 needs more than 32 bits/);
  });

  it('does not keep the whole file in memory behind one tensor', () => {
    const { values } = decodeSafetensors(Buffer.from(encodeSafetensors(file))).tensors['mask']!;
    assert.equal(values.buffer.byteLength, 3);
  });

  it('refuses values that do not fill their shape', () => {
    const tensors = { w: { dtype: 'float32', shape: [3], values: new Float32Array(2) } } as const;
    assert.throws(
      () => encodeSafetensors({ tensors, metadata: {} }),
      /w: 2 values do not fill the shape \[3\]/,
    );
  });

  const hostile: [string, Uint8Array, RegExp][] = [
    ['nothing', new Uint8Array(0), /only 0 bytes/],
    ['a header longer than the file', forged({}, 0).with(0, 200), /header is said to have/],
    ['a length beyond all numbers', forged({}, 0).with(7, 255), /header is said to have/],
    ['a header that is no JSON', forged('{"a":', 0), /not JSON/],
    ['a header that is a list', forged([], 0), /not a JSON object/],
    ['an unknown type', forged({ w: tensor(0, 4, [1], 'F8') }, 4), /type "F8"/],
    ['a negative size', forged({ w: tensor(0, 4, [-1]) }, 4), /shape \[-1\]/],
    ['an overlap', forged({ a: tensor(0, 8), b: tensor(4, 12) }, 12), /b: begins at byte 4, expected 8/],
    ['a gap', forged({ a: tensor(0, 4), b: tensor(8, 12) }, 12), /b: begins at byte 8, expected 4/],
    ['a tensor beyond the end', forged({ a: tensor(0, 400) }, 4), /take 400 bytes, the data has 4/],
    ['bytes left over', forged({ a: tensor(0, 4) }, 8), /take 4 bytes, the data has 8/],
    ['offsets against the shape', forged({ a: tensor(0, 8, [1]) }, 8), /8 bytes do not hold F32 \[1\]/],
    ['metadata that is no text', forged({ __metadata__: { a: 1 } }, 0), /not an object of texts/],
    ['a truncated file', encodeSafetensors(file).subarray(0, -1), /the data has 22/],
  ];
  for (const [name, content, message] of hostile) {
    it(`refuses ${name}`, () => {
      assert.throws(
        () => decodeSafetensors(content),
        (error) => error instanceof SafetensorsError && message.test(error.message),
      );
    });
  }
});

const bytes = (values: Float32Array | Int32Array | Uint8Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');
