import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab/core/labError';
import { byHand, checked, findFile, type DatasetFile, type DatasetFiles } from '../lab/datasets/datasetFiles';
import { replaceFile } from '../runs/replaceFile';
import { writing } from '../runs/writeError';

/** No server of these files is so slow; a dead one must not hold the terminal for ever. */
const patience = 120_000; // ms, for one file

/**
 * Puts a data set's files into `to`/<its name>: from the folder `from`, or else from the network. Each file is checked
 * against its SHA-256 before it is written, and written whole or not at all. Files already there are left.
 *
 * @param report gets a line for each file
 * @throws LabError that says which file failed and why, and how to place the files by hand; WriteError where it cannot be written
 */
export async function addDataset(
  dataset: DatasetFiles,
  to: string,
  from: string | undefined,
  report: (line: string) => void,
): Promise<void> {
  const folder = path.join(to, dataset.name);
  for (const file of dataset.files) {
    const target = path.join(folder, file.name);
    if (await hasFile(dataset, file, folder)) {
      report(`${target}: already there`);
      continue;
    }
    const bytes = from === undefined ? await download(dataset, file) : await copy(dataset, file, from);
    await writing(folder, () => mkdir(folder, { recursive: true }));
    await replaceFile(target, bytes);
    report(`${target}: ${bytes.length} bytes, checksum right`);
  }
}

/** A damaged file counts as absent: it is to be replaced. */
async function hasFile(dataset: DatasetFiles, file: DatasetFile, folder: string): Promise<boolean> {
  try {
    return (await findFile(dataset, file, [folder])) !== null;
  } catch {
    return false;
  }
}

async function copy(dataset: DatasetFiles, file: DatasetFile, from: string): Promise<Uint8Array> {
  const found = await findFile(dataset, file, [from]);
  if (!found) throw new LabError(`${file.name} is neither in ${from} nor in its subfolder ${dataset.name}`);
  return found.bytes;
}

async function download(dataset: DatasetFiles, file: DatasetFile): Promise<Uint8Array> {
  const url = dataset.urlBase + file.name;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
    return checked(await readAtMost(response, file.bytes), file, url);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`Could not download ${url}: ${reason(error)}.\n${byHand(dataset)}`);
  }
}

async function readAtMost(response: Response, bytes: number): Promise<Uint8Array> {
  const reader = response.body!.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > bytes) {
      await reader.cancel();
      throw new Error(`the server sent more than the ${bytes} bytes of the published file`);
    }
    chunks.push(value);
  }
}

/** `fetch` hides why it failed in `cause`, and there, where it tried several addresses, in `errors`. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  if (cause instanceof AggregateError) return cause.errors.map((one: Error) => one.message).join('; ');
  return cause instanceof Error ? cause.message : message;
}
