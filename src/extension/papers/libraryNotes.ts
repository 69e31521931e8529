import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfThere } from '../readIfThere';

/** The library's own notes on its papers, all at once: for those who look for words in them. */
export class LibraryNotes {
  private texts: ReadonlyMap<string, string> = new Map();
  private loading: Promise<void> | null = null;

  /** @param folder library/ */
  constructor(private readonly folder: string) {}

  /** Reads the notes the first time that it is called; `textOf` knows them afterwards. */
  load(): Promise<void> {
    return (this.loading ??= this.read());
  }

  textOf(paperId: string): string | null {
    return this.texts.get(paperId) ?? null;
  }

  private async read(): Promise<void> {
    const ids = (await readdir(this.folder, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const texts = await Promise.all(ids.map((id) => readIfThere(path.join(this.folder, id, 'notes.md'))));
    this.texts = new Map(ids.map((id, at) => [id, texts[at] ?? '']));
  }
}
