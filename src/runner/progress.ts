import { duration, scoresInWords } from './numbers';
import type { RunListener, StepReport } from './trainRun';

/** Where progress is shown: the terminal, or a file. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const redrawAfter = 100; // ms
const widestBar = 30;
const clearLine = '\r\u001B[2K';

/** Shows a run: on a terminal one line, drawn again and again, and in either case a line for each evaluation. */
export class Progress implements RunListener {
  private drawnAt = -Infinity;
  private drawn = false;

  constructor(
    private readonly screen: Screen,
    private readonly steps: number,
    private readonly now: () => number,
  ) {}

  step(report: StepReport): void {
    if (!this.screen.isTTY || this.now() - this.drawnAt < redrawAfter) return;
    this.drawnAt = this.now();
    this.drawn = true;
    this.screen.write(clearLine + this.draw(report));
  }

  evaluation(
    split: 'validation' | 'test',
    step: number,
    metrics: Readonly<Record<string, number>>,
    best: boolean,
  ): void {
    // Of a split that is left out.
    if (Object.keys(metrics).length === 0) return;
    const at = `step ${String(step).padStart(String(this.steps).length)}`;
    this.line(`${at}  ${split.padEnd(10)}  ${scoresInWords(metrics)}${best ? '   best so far, saved' : ''}`);
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

  private draw({ step, loss, stepsPerSecond, secondsLeft }: StepReport): string {
    const text = `  ${step}/${this.steps}  loss ${loss.toPrecision(4)}  ${stepsPerSecond.toPrecision(3)} steps/s  ${duration(secondsLeft)} left`;
    // Some terminals say 0 columns. The last one stays free: some wrap as soon as it is filled.
    const room = (this.screen.columns || 80) - 1;
    const width = Math.min(widestBar, room - text.length);
    if (width < 5) return text.trimStart().slice(0, room);
    const done = Math.round((width * step) / this.steps);
    return '━'.repeat(done) + '─'.repeat(width - done) + text;
  }
}
