/**
 * The safetensors format: 8 bytes with the header's length (little-endian), a JSON header that gives each tensor's type,
 * shape and place, then the tensors' bytes, little-endian, without gaps.
 * @see https://github.com/huggingface/safetensors
 */

/** A tensor's values on the host. */
export type StoredTensor =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'int32'; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: 'bool'; readonly shape: readonly number[]; readonly values: Uint8Array };

export interface Safetensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes are not a whole, sound safetensors file. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

interface Entry {
  readonly name: string;
  readonly dtype: keyof typeof formats;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const formats = {
  F32: { dtype: 'float32', bytes: 4 },
  I32: { dtype: 'int32', bytes: 4 },
  I64: { dtype: 'int32', bytes: 8 },
  BOOL: { dtype: 'bool', bytes: 1 },
} as const;
const formatOf = { float32: 'F32', int32: 'I32', bool: 'BOOL' } as const;

const lengthBytes = 8;
/** Largest header that the format allows. */
const mostHeader = 100_000_000;

export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  // Wider types first: every tensor then begins at a multiple of its item's size.
  const entries = Object.entries(tensors).sort(
    ([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT,
  );
  const header: [string, unknown][] = [['__metadata__', metadata]];
  let size = 0;
  for (const [name, { dtype, shape, values }] of entries) {
    if (values.length !== product(shape)) {
      throw new SafetensorsError(
        `${name}: ${values.length} values do not fill the shape [${shape.join(', ')}]`,
      );
    }
    const end = size + values.byteLength;
    header.push([name, { dtype: formatOf[dtype], shape, data_offsets: [size, end] }]);
    size = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const start = lengthBytes + Math.ceil(json.length / 8) * 8;
  const file = Buffer.alloc(start + size, ' ');
  file.writeBigUInt64LE(BigInt(start - lengthBytes));
  json.copy(file, lengthBytes);
  let at = start;
  for (const [, { values }] of entries) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/** @throws SafetensorsError that says what is wrong with the bytes */
export function decodeSafetensors(file: Uint8Array): Safetensors {
  const { header, data } = split(file);
  const { __metadata__: metadata = {}, ...described } = header;
  const entries = Object.entries(described).map(([name, value]) => toEntry(name, value));
  checkPlaces(entries, data.length);
  const tensors = entries.map((entry) => [entry.name, toTensor(entry, data)] as const);
  return { tensors: Object.fromEntries(tensors), metadata: toMetadata(metadata) };
}

function split(file: Uint8Array): { header: Record<string, unknown>; data: Uint8Array } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < lengthBytes) throw new SafetensorsError(`only ${bytes.length} bytes long`);
  const length = Number(bytes.readBigUInt64LE());
  if (length > mostHeader || lengthBytes + length > bytes.length) {
    throw new SafetensorsError(`the header is said to have ${length} bytes, the file has ${bytes.length}`);
  }
  const header = parse(bytes.toString('utf8', lengthBytes, lengthBytes + length));
  return { header, data: file.subarray(lengthBytes + length) };
}

function parse(json: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch {
    throw new SafetensorsError('the header is not JSON');
  }
  if (!isObject(header)) throw new SafetensorsError('the header is not a JSON object');
  return header;
}

function toEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (dtype !== 'F32' && dtype !== 'I32' && dtype !== 'I64' && dtype !== 'BOOL') {
    throw new SafetensorsError(`${name}: type ${JSON.stringify(dtype)} is not F32, I32, I64 or BOOL`);
  }
  if (!areCounts(shape))
    throw new SafetensorsError(`${name}: shape ${JSON.stringify(shape)} is not a list of sizes`);
  if (!areCounts(offsets) || offsets.length !== 2) {
    throw new SafetensorsError(`${name}: data_offsets ${JSON.stringify(offsets)} are not two offsets`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== product(shape) * formats[dtype].bytes) {
    throw new SafetensorsError(`${name}: ${end - begin} bytes do not hold ${dtype} [${shape.join(', ')}]`);
  }
  return { name, dtype, shape, begin, end };
}

/** The tensors follow each other without gap or overlap and fill the data. */
function checkPlaces(entries: readonly Entry[], size: number): void {
  let at = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) throw new SafetensorsError(`${name}: begins at byte ${begin}, expected ${at}`);
    at = end;
  }
  if (at !== size) throw new SafetensorsError(`the tensors take ${at} bytes, the data has ${size}`);
}

function toTensor({ name, dtype, shape, begin, end }: Entry, data: Uint8Array): StoredTensor {
  // A copy of its own: aligned, and free of the file's other bytes. (A Buffer's slice would be a view.)
  const { buffer } = new Uint8Array(data.subarray(begin, end));
  if (dtype === 'F32') return { dtype: 'float32', shape, values: new Float32Array(buffer) };
  if (dtype === 'I64') return { dtype: 'int32', shape, values: narrowed(name, new BigInt64Array(buffer)) };
  if (dtype === 'I32') return { dtype: 'int32', shape, values: new Int32Array(buffer) };
  return { dtype: 'bool', shape, values: new Uint8Array(buffer) };
}

/** PyTorch's labels have 64 bits, tensors here 32. */
function narrowed(name: string, values: BigInt64Array): Int32Array {
  const large = values.find((value) => value !== BigInt.asIntN(32, value));
  if (large === undefined) return Int32Array.from(values, Number);
  throw new SafetensorsError(`${name}: the number ${large} needs more than 32 bits`);
}

function toMetadata(value: unknown): Record<string, string> {
  if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string')) {
    throw new SafetensorsError('__metadata__ is not an object of texts');
  }
  return value as Record<string, string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const areCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
const product = (shape: readonly number[]) => shape.reduce((total, size) => total * size, 1);
