import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent } from '../protocol/run';
import { plainFile } from './plainFile';
import { parseEvent } from './schema';

const chunkBytes = 1 << 22;
const mostProblems = 20;

/** Reads an events.jsonl piece by piece as it grows. A last line without its end is not read yet. */
export class EventLog {
  /** All bytes before it were read. */
  private offset = 0;
  private line = 0;
  private found: string[] = [];
  /** A line that could not be read. A torn one is forgiven when the next line is a new start. */
  private doubt: string | null = null;

  /** @param wanted 'summary' leaves out every step line that another one follows: most of a long record */
  constructor(
    private readonly file: string,
    private readonly wanted: 'all' | 'summary' = 'all',
  ) {}

  /** What could not be read so far, in words. */
  get problems(): readonly string[] {
    return this.doubt ? [...this.found, this.doubt] : this.found;
  }

  /**
   * The lines since the last look; `restarted` where the file was cut, so that what was read before no longer counts.
   * @throws the file system's error where the file cannot be read
   */
  async read(): Promise<{ restarted: boolean; events: RunEvent[] }> {
    const { size } = await plainFile(this.file);
    const restarted = size < this.offset;
    if (restarted) this.restart();
    if (size === this.offset) return { restarted, events: [] };
    const handle = await open(this.file, 'r');
    try {
      return { restarted, events: await this.readTo(size, handle) };
    } finally {
      await handle.close();
    }
  }

  private restart(): void {
    this.offset = 0;
    this.line = 0;
    this.found = [];
    this.doubt = null;
  }

  private async readTo(size: number, handle: FileHandle): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    while (this.offset < size) {
      const wanted = Math.min(chunkBytes, size - this.offset);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, this.offset);
      let end = buffer.lastIndexOf(10, bytesRead - 1) + 1;
      // A chunk without any end of line is not ours: it is read, in vain, as one line.
      if (end === 0 && bytesRead === chunkBytes) end = chunkBytes;
      if (bytesRead === 0 || end === 0) break;
      this.offset += end;
      const lines = buffer.toString('utf8', 0, end).replace(/\n$/, '').split('\n');
      for (const [at, line] of lines.entries()) events.push(...this.parse(line, lines[at + 1]));
    }
    return events;
  }

  private parse(line: string, next: string | undefined): RunEvent[] {
    this.line++;
    if (this.wanted === 'summary' && isStep(line) && isStep(next)) return [];
    const parsed = parseEvent(line);
    const event = 'problem' in parsed ? null : parsed.value;
    if (this.doubt && event?.type !== 'start' && this.found.length < mostProblems)
      this.found.push(this.doubt);
    this.doubt = 'problem' in parsed ? `events.jsonl, line ${this.line}: ${parsed.problem}` : null;
    return event ? [event] : [];
  }
}

/** Told without parsing; where a program writes it otherwise, the line is merely parsed. */
const isStep = (line: string | undefined) => line?.includes('"type":"step"') === true;
