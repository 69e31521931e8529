import { readFile } from 'node:fs/promises';
import type { IdeaEntry } from '../../protocol/idea';

/** The lab's ideas, read when they are first asked for. The file is built with the extension. */
export class Catalogue {
  private entries: Promise<readonly IdeaEntry[]> | null = null;

  constructor(private readonly file: string) {}

  ideas(): Promise<readonly IdeaEntry[]> {
    this.entries ??= readFile(this.file, 'utf8').then((text) => JSON.parse(text) as IdeaEntry[]);
    return this.entries;
  }
}
