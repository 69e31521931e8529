import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GoldenRecord, IdeaEntry } from '../../protocol/idea';

/** The lab's ideas, read when they are first asked for. The files are built with the extension. */
export class Catalogue {
  private entries: Promise<readonly IdeaEntry[]> | null = null;
  private record: Promise<GoldenRecord> | null = null;

  /** @param folder snippets/ */
  constructor(private readonly folder: string) {}

  ideas(): Promise<readonly IdeaEntry[]> {
    return (this.entries ??= this.read<readonly IdeaEntry[]>('catalogue.json'));
  }

  async idea(id: string): Promise<IdeaEntry | undefined> {
    return (await this.ideas()).find((idea) => idea.id === id);
  }

  /** What the golden tests saw of the ideas that have goldens. */
  goldens(): Promise<GoldenRecord> {
    return (this.record ??= this.read<GoldenRecord>('goldens.json'));
  }

  private async read<T>(name: string): Promise<T> {
    return JSON.parse(await readFile(path.join(this.folder, name), 'utf8')) as T;
  }
}
