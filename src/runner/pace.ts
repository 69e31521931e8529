/** About so many step lines a run; more where a line would come later than the seconds below. */
const stepLines = 1000;
const secondsBetweenLines = 5;

/** How fast a run goes, and when the next step line is due. */
export class Pace {
  private readonly startedAt: number;
  private lineAt: number;
  private secondsPerStep = 0;

  constructor(
    private readonly firstStep: number,
    private readonly steps: number,
    private readonly now: () => number,
  ) {
    this.startedAt = this.lineAt = now();
  }

  async measure<T>(work: () => Promise<T>): Promise<T> {
    const before = this.now();
    const done = await work();
    const seconds = (this.now() - before) / 1000;
    // A moving average over about ten steps.
    this.secondsPerStep = this.secondsPerStep === 0 ? seconds : 0.9 * this.secondsPerStep + 0.1 * seconds;
    return done;
  }

  report(step: number): { stepsPerSecond: number; secondsLeft: number } {
    const wall = (this.now() - this.startedAt) / 1000 / (step - this.firstStep);
    return {
      stepsPerSecond: 1 / Math.max(this.secondsPerStep, 1e-6),
      secondsLeft: wall * (this.steps - step),
    };
  }

  lineIsDue(step: number): boolean {
    const every = Math.ceil(this.steps / stepLines);
    const late = this.now() - this.lineAt >= secondsBetweenLines * 1000;
    if (step !== 1 && step !== this.steps && step % every !== 0 && !late) return false;
    this.lineAt = this.now();
    return true;
  }
}
