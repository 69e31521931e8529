/**
 * NumPy's .npy format, for reading: a magic text, the version, the length of a header, the header (a Python dictionary as
 * text), then the numbers.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

/** An array as NumPy saved it, rows first. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** Such as `<f4`. */
  readonly dtype: string;
  readonly values: NumberArray;
}

type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** The bytes are not a whole .npy file of a kind that can be read here. */
export class NpyError extends Error {
  override readonly name = 'NpyError';
}

const arrays: Readonly<
  Record<string, { new (buffer: ArrayBuffer): NumberArray; readonly BYTES_PER_ELEMENT: number }>
> = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '|i1': Int8Array,
  '<i2': Int16Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '|u1': Uint8Array,
  '<u2': Uint16Array,
  '<u4': Uint32Array,
  '<u8': BigUint64Array,
};

const magic = Buffer.from('\x93NUMPY', 'latin1');

/** @throws NpyError that says what is wrong with the bytes */
export function decodeNpy(file: Uint8Array): NpyArray {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 12 || !bytes.subarray(0, magic.length).equals(magic)) {
    throw new NpyError('it does not begin as a .npy file does');
  }
  const long = bytes[magic.length]! >= 2; // From version 2 on the length has 4 bytes.
  const start = long ? 12 : 10;
  const end = start + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  if (end > bytes.length) throw new NpyError('it ends within its header');
  const { dtype, shape } = parseHeader(bytes.toString('utf8', start, end));
  const array = Object.hasOwn(arrays, dtype) ? arrays[dtype] : undefined;
  if (array === undefined) {
    throw new NpyError(
      `its numbers are of type ${dtype}; it must be one of ${Object.keys(arrays).join(', ')}: save x.astype('<f4'), or labels.astype('<i8')`,
    );
  }
  const wanted = shape.reduce((product, size) => product * size, array.BYTES_PER_ELEMENT);
  if (bytes.length - end !== wanted) {
    throw new NpyError(`${bytes.length - end} bytes do not hold ${dtype} [${shape.join(', ')}]`);
  }
  // A copy of its own: aligned, and free of the file's other bytes.
  return { dtype, shape, values: new array(new Uint8Array(bytes.subarray(end)).buffer) };
}

function parseHeader(text: string): { dtype: string; shape: number[] } {
  const dtype = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (dtype === undefined || fortran === undefined || shape === undefined) {
    throw new NpyError('its header lacks descr, fortran_order or shape, or is no plain array');
  }
  if (fortran === 'True') {
    throw new NpyError('it holds columns first (fortran_order); save numpy.ascontiguousarray(x)');
  }
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (!sizes.every(Number.isSafeInteger)) throw new NpyError(`shape (${shape}) has no plain sizes`);
  return { dtype, shape: sizes };
}
