import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseLibraryPaper, type LibraryPaper } from './library';
import { LiteratureError } from './literatureError';

/**
 * Reads every `<id>/paper.json` of a library folder, in the order of their ids.
 *
 * @throws LiteratureError where the folder or a file cannot be read or is wrong; the message names it
 */
export async function readLibrary(folder: string): Promise<LibraryPaper[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new LiteratureError(`Cannot read the library folder ${folder}: ${error.message}`);
  });
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(ids.sort().map((id) => readPaper(folder, id)));
}

async function readPaper(folder: string, id: string): Promise<LibraryPaper> {
  const file = path.join(folder, id, 'paper.json');
  const paper = parseLibraryPaper(parseJson(await readText(file), file), file);
  if (paper.id !== id) throw new LiteratureError(`${file}: id is "${paper.id}"; its folder says "${id}"`);
  return paper;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new LiteratureError(`Cannot read ${file}: ${(error as Error).message}`);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LiteratureError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
