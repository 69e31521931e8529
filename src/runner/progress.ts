import { MovingLine, type Screen } from './movingLine';
import { duration } from '../protocol/duration';
import { scoresInWords } from './numbers';
import type { RunListener, StepReport } from './trainRun';

/** Shows a run: on a terminal one line, drawn again and again, and in either case a line for each evaluation. */
export class Progress implements RunListener {
  private readonly moving: MovingLine;

  constructor(
    screen: Screen,
    private readonly steps: number,
    now: () => number,
  ) {
    this.moving = new MovingLine(screen, now);
  }

  step({ step, loss, stepsPerSecond, secondsLeft }: StepReport): void {
    const pace = `${stepsPerSecond.toPrecision(3)} steps/s  ${duration(secondsLeft)} left`;
    this.moving.draw(step / this.steps, `${step}/${this.steps}  loss ${loss.toPrecision(4)}  ${pace}`);
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

  warning(message: string): void {
    this.line(`warning: ${message}`);
  }

  /** A line that stays. */
  line(text: string): void {
    this.moving.line(text);
  }

  /** Takes the moving line away. */
  clear(): void {
    this.moving.clear();
  }
}
