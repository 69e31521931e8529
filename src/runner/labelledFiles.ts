import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import { checkEmbedded, type Embedded } from '../lab/numeric/embedded';
import { decodeNpy, NpyError } from '../runs/npy';
import { replaceFile } from '../runs/replaceFile';
import {
  decodeSafetensors,
  encodeSafetensors,
  SafetensorsError,
  type StoredTensor,
} from '../runs/safetensors';

interface Numbers {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number | bigint>;
  readonly dtype: string;
}

/**
 * Labelled embeddings from files of NumPy (.npy) or safetensors.
 * @param labelsFile where the embeddings' file, a .safetensors, does not hold the labels itself
 * @throws LabError that names the file and what is wrong with it
 */
export async function readLabelled(embeddingsFile: string, labelsFile?: string): Promise<Embedded> {
  if (labelsFile === undefined && path.extname(embeddingsFile) === '.npy') {
    throw new LabError(
      `${embeddingsFile}: a .npy file holds no labels; name theirs with --labels, a gallery's with --gallery-labels`,
    );
  }
  const found = await read(embeddingsFile, 'embeddings', true);
  const [count, dimension] = sizesOf(embeddingsFile, found);
  const from = labelsFile ?? embeddingsFile;
  const labels = await read(from, 'labels', labelsFile !== undefined);
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new LabError(`${from}: labels must be [${count}], one for each embedding; got ${inWords(labels)}`);
  }
  const labelled = {
    embeddings: found.values instanceof Float32Array ? found.values : Float32Array.from(found.values, Number),
    dimension,
    labels: wholeNumbers(from, labels.values),
  };
  checkEmbedded(`${embeddingsFile}: the array`, labelled);
  return labelled;
}

function sizesOf(file: string, found: Numbers): readonly [count: number, dimension: number] {
  const [count = 0, dimension = 0] = found.shape;
  if (found.shape.length !== 2 || count === 0 || dimension === 0) {
    throw new LabError(`${file}: embeddings must be [rows, numbers]; got ${inWords(found)}`);
  }
  if (!/^(<f|float)/.test(found.dtype)) {
    throw new LabError(
      `${file}: embeddings must be real numbers; got ${inWords(found)}; save them as float32`,
    );
  }
  return [count, dimension];
}

/**
 * Writes embeddings and labels as `readLabelled` reads them, .safetensors.
 * @param about texts and numbers for the file's metadata
 */
export async function saveEmbedded(
  file: string,
  { embeddings, dimension, labels }: Embedded,
  about: Readonly<Record<string, string | number>>,
): Promise<void> {
  const tensors: Record<Name, StoredTensor> = {
    embeddings: { dtype: 'float32', shape: [labels.length, dimension], values: embeddings },
    labels: { dtype: 'int32', shape: [labels.length], values: Int32Array.from(labels) },
  };
  const metadata = Object.fromEntries(Object.entries(about).map(([name, value]) => [name, String(value)]));
  await replaceFile(file, encodeSafetensors({ tensors, metadata }));
}

function wholeNumbers(file: string, values: ArrayLike<number | bigint>): Float64Array {
  const labels = Float64Array.from(values, Number);
  const strange = labels.findIndex((label) => !Number.isSafeInteger(label));
  if (strange < 0) return labels;
  throw new LabError(
    `${file}: labels must be whole numbers of at most 2^53; row ${strange} has ${String(values[strange])}`,
  );
}

type Name = 'embeddings' | 'labels';

/** @param alone whether a tensor of any name will do where it is the file's only one */
async function read(file: string, name: Name, alone: boolean): Promise<Numbers> {
  const kind = path.extname(file);
  if (kind !== '.npy' && kind !== '.safetensors') {
    throw new LabError(`${file}: ${name} are read from .npy and .safetensors files`);
  }
  const bytes = await bytesOf(file);
  try {
    return kind === '.npy' ? decodeNpy(bytes) : chosen(file, bytes, name, alone);
  } catch (error) {
    if (error instanceof NpyError || error instanceof SafetensorsError) {
      throw new LabError(`${file}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** The tensor of that name, or the only one. */
function chosen(file: string, bytes: Uint8Array, name: Name, alone: boolean): Numbers {
  const { tensors } = decodeSafetensors(bytes);
  const names = Object.keys(tensors);
  const only = alone && names.length === 1 ? names[0] : undefined;
  const found = Object.hasOwn(tensors, name) ? name : only;
  if (found !== undefined) return tensors[found]!;
  const has = names.length === 0 ? 'no tensor' : names.join(', ');
  const elsewhere = alone ? '' : "; name the labels' file with --labels, a gallery's with --gallery-labels";
  throw new LabError(`${file}: there is no tensor '${name}'; it has ${has}${elsewhere}`);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new LabError(`${file}: there is no such file`);
    if (code === 'ERR_FS_FILE_TOO_LARGE') {
      throw new LabError(
        `${file}: larger than 2 GiB, which cannot be read at once; save fewer rows, or float32`,
      );
    }
    throw new LabError(`${file}: cannot be read: ${message}`, { cause: error });
  }
}

const inWords = ({ dtype, shape }: Numbers) => `${dtype} [${shape.join(', ')}]`;
