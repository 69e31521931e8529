import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent } from '../protocol/run';
import { parseEvent } from './schema';

const chunkBytes = 1 << 22;
const mostProblems = 20;
const newline = 10;
/** A line that holds it is a step; where a program writes it otherwise, the line is merely parsed. */
const stepMark = Buffer.from('"type":"step"');

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
   * @param size the file's, in bytes, as a look at it has just shown
   * @throws the file system's error where the file cannot be read
   */
  async read(size: number): Promise<{ restarted: boolean; events: RunEvent[] }> {
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
      let end = buffer.lastIndexOf(newline, bytesRead - 1) + 1;
      // A chunk without any end of line is not ours: it is read, in vain, as one line.
      if (end === 0 && bytesRead === chunkBytes) end = chunkBytes;
      if (bytesRead === 0 || end === 0) break;
      this.offset += end;
      this.readLines(buffer.subarray(0, end), events);
    }
    return events;
  }

  /** Nothing is made of a line that is not wanted: a thousand runs have a million of them. */
  private readLines(buffer: Buffer, events: RunEvent[]): void {
    const parse = (from: number, to: number) => this.parse(buffer.toString('utf8', from, to), events);
    let step = buffer.indexOf(stepMark);
    let held = -1;
    for (let from = 0; from < buffer.length;) {
      const to = endOfLine(buffer, from);
      if (step >= 0 && step < from) step = buffer.indexOf(stepMark, from);
      const isStep = step >= 0 && step < to;
      if (held >= 0 && !isStep) parse(held, from - 1);
      // In a summary a step waits: another one may follow.
      held = isStep && this.wanted === 'summary' ? from : -1;
      this.line++;
      if (held < 0) parse(from, to);
      from = to + 1;
    }
    if (held >= 0) parse(held, buffer.length);
  }

  /** Adds what the present line says. */
  private parse(line: string, events: RunEvent[]): void {
    const parsed = parseEvent(line);
    const event = 'problem' in parsed ? null : parsed.value;
    if (this.doubt && event?.type !== 'start' && this.found.length < mostProblems)
      this.found.push(this.doubt);
    this.doubt = 'problem' in parsed ? `events.jsonl, line ${this.line}: ${parsed.problem}` : null;
    if (event) events.push(event);
  }
}

function endOfLine(buffer: Buffer, from: number): number {
  const end = buffer.indexOf(newline, from);
  return end < 0 ? buffer.length : end;
}
