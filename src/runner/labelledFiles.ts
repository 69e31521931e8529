import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import type { Embedded } from '../lab/numeric/embedded';
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
 * @param labelsFile where the embeddings' file does not hold the labels itself
 * @throws LabError that names the file and what is wrong with it
 */
export async function readLabelled(embeddingsFile: string, labelsFile = embeddingsFile): Promise<Embedded> {
  const found = await read(embeddingsFile, 'embeddings');
  const [count = 0, dimension = 0] = found.shape;
  if (found.shape.length !== 2 || count === 0 || dimension === 0) {
    throw new LabError(`${embeddingsFile}: embeddings must be [rows, numbers]; got ${inWords(found)}`);
  }
  if (!/^(<f|float)/.test(found.dtype)) {
    throw new LabError(`${embeddingsFile}: embeddings must be real numbers; got ${inWords(found)}`);
  }
  const labels = await read(labelsFile, 'labels');
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new LabError(
      `${labelsFile}: labels must be [${count}], one for each embedding; got ${inWords(labels)}`,
    );
  }
  return {
    embeddings: found.values instanceof Float32Array ? found.values : Float32Array.from(found.values, Number),
    dimension,
    labels: wholeNumbers(labelsFile, labels.values),
  };
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
  try {
    await replaceFile(file, encodeSafetensors({ tensors, metadata }));
  } catch (error) {
    const { message } = error as Error;
    throw new LabError(`${file}: cannot be written: ${message}`, { cause: error });
  }
}

function wholeNumbers(file: string, values: ArrayLike<number | bigint>): Float64Array {
  const labels = Float64Array.from(values, Number);
  const strange = labels.findIndex((label) => !Number.isSafeInteger(label));
  if (strange < 0) return labels;
  throw new LabError(`${file}: labels must be whole numbers; row ${strange} has ${String(values[strange])}`);
}

type Name = 'embeddings' | 'labels';

async function read(file: string, name: Name): Promise<Numbers> {
  const kind = path.extname(file);
  if (kind !== '.npy' && kind !== '.safetensors') {
    throw new LabError(`${file}: ${name} are read from .npy and .safetensors files`);
  }
  const bytes = await bytesOf(file);
  try {
    return kind === '.npy' ? decodeNpy(bytes) : chosen(file, bytes, name);
  } catch (error) {
    if (error instanceof NpyError || error instanceof SafetensorsError) {
      throw new LabError(`${file}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** The tensor of that name, or the only one. */
function chosen(file: string, bytes: Uint8Array, name: Name): Numbers {
  const { tensors } = decodeSafetensors(bytes);
  const names = Object.keys(tensors);
  const only = names.length === 1 ? names[0] : undefined;
  const found = Object.hasOwn(tensors, name) ? name : only;
  if (found !== undefined) return tensors[found]!;
  const has = names.length === 0 ? 'no tensor' : names.join(', ');
  throw new LabError(`${file}: there is no tensor '${name}'; it has ${has}`);
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
