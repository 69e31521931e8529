import { readFile } from 'node:fs/promises';
import { scoresOf, toCheckpoint, type Checkpoint, type SavedState } from './checkpoint';
import { decodeSafetensors, SafetensorsError, type Safetensors } from './safetensors';

/**
 * @returns null where there is no such file
 * @throws SafetensorsError that names the file and what is wrong with it
 */
export async function readCheckpoint(file: string): Promise<Checkpoint | null> {
  return read(file, toCheckpoint);
}

/** A checkpoint with the scores so far. @see readCheckpoint */
export async function readSavedState(file: string): Promise<SavedState | null> {
  return read(file, (saved) => ({ checkpoint: toCheckpoint(saved), scores: scoresOf(saved) }));
}

async function read<T>(file: string, understand: (saved: Safetensors) => T): Promise<T | null> {
  try {
    return understand(decodeSafetensors(await readFile(file)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof SafetensorsError) throw new SafetensorsError(`${file}: ${error.message}`);
    throw error;
  }
}
