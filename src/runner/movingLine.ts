/** Where progress is shown: the terminal, or a file. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const redrawAfter = 100; // ms
const widestBar = 30;
const clearLine = '\r\u001B[2K';

/** On a terminal one line that is drawn again and again, below lines that stay; elsewhere those alone. */
export class MovingLine {
  private drawnAt = -Infinity;
  private drawn = false;

  constructor(
    private readonly screen: Screen,
    private readonly now: () => number,
  ) {}

  /** @param part of the whole that is done, 0 to 1 */
  draw(part: number, text: string): void {
    if (!this.screen.isTTY || this.now() - this.drawnAt < redrawAfter) return;
    this.drawnAt = this.now();
    this.drawn = true;
    this.screen.write(clearLine + this.withBar(part, `  ${text}`));
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    this.screen.write(`${text}\n`);
  }

  /** Takes the moving line away. */
  clear(): void {
    if (this.drawn) this.screen.write(clearLine);
    this.drawn = false;
  }

  private withBar(part: number, text: string): string {
    // Some terminals say 0 columns. The last one stays free: some wrap as soon as it is filled.
    const room = (this.screen.columns || 80) - 1;
    const width = Math.min(widestBar, room - text.length);
    if (width < 5) return text.trimStart().slice(0, room);
    const done = Math.round(width * part);
    return '━'.repeat(done) + '─'.repeat(width - done) + text;
  }
}
