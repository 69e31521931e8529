import { areShort } from '../lab/training/stepsAtOnce';

/** About so many step lines a run; more where a line would come later than the seconds below. */
const stepLines = 1000;
const secondsBetweenLines = 5;

/** How fast a run goes, and when the next step line is due. */
export class Pace {
  private readonly startedAt: number;
  private lineAt: number;
  /** Not known before the first. */
  private secondsPerStep = NaN;
  private measured = 0;

  constructor(
    private readonly firstStep: number,
    private readonly steps: number,
    private readonly now: () => number,
  ) {
    this.startedAt = this.lineAt = now();
  }

  /** @param work makes steps, and tells something of each */
  async measure<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const before = this.now();
    const done = await work();
    const seconds = (this.now() - before) / 1000 / done.length;
    // A moving average over about ten steps, without the first: what is done once is done in it.
    const kept = 0.9 ** done.length;
    const last = ++this.measured <= 2 ? seconds : this.secondsPerStep;
    this.secondsPerStep = kept * last + (1 - kept) * seconds;
    return done;
  }

  /** Whether steps are known to be so short that several may be made at once. */
  get isQuick(): boolean {
    return areShort(this.secondsPerStep);
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
