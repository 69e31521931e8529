import type { SweepJob } from '../../protocol/sweep';
import type { JobStanding, SweepStanding } from '../../runs/sweepStanding';
import { MovingLine, type Screen } from '../movingLine';
import { duration } from '../../protocol/duration';
import { scoresInWords } from '../numbers';
import type { QueueListener } from './queue';

/** Shows a sweep: on a terminal one line for the whole, drawn again and again, and in either case a line for each run that ends. */
export class SweepProgress implements QueueListener {
  private readonly moving: MovingLine;
  /** When this process began, and the steps that were done before. */
  private begun: { readonly at: number; readonly steps: number } | null = null;

  constructor(
    screen: Screen,
    private readonly now: () => number,
  ) {
    this.moving = new MovingLine(screen, now);
  }

  standing({ jobs, toCome }: SweepStanding): void {
    const isOver = ({ state }: JobStanding) => state !== 'queued' && state !== 'running';
    const done = jobs.reduce((sum, job) => sum + (isOver(job) ? job.job.steps : stepOf(job)), 0);
    const steps = jobs.reduce((sum, { job }) => sum + job.steps, 0);
    // Of those to come as much as of an average one of those that are known.
    const all = steps * (1 + toCome / Math.max(1, jobs.length));
    this.begun ??= { at: this.now(), steps: done };
    const running = jobs.filter(({ state }) => state === 'running').map(inWords);
    this.moving.draw(
      done / Math.max(1, all),
      [
        `${jobs.filter(isOver).length}/${jobs.length + toCome} runs`,
        ...running,
        ...this.timeLeft(done, all),
      ].join('  '),
    );
  }

  ended({ job, run }: JobStanding, message: string | null): void {
    const metrics = run?.result?.metrics;
    const scores = metrics && (job.validationOnly ? metrics.validation : metrics.test);
    const said = message ?? scoresInWords(scores ?? {});
    this.moving.line(`${jobInWords(job)}: ${message === null ? said : `failed: ${said}`}`);
  }

  line(text: string): void {
    this.moving.line(text);
  }

  clear(): void {
    this.moving.clear();
  }

  private timeLeft(done: number, all: number): string[] {
    const { at, steps } = this.begun!;
    const pace = (done - steps) / ((this.now() - at) / 1000);
    return pace > 0 ? [`${duration((all - done) / pace)} left`] : [];
  }
}

/** `circle, seed 3, fold 1, trial 12` */
function jobInWords({ variant, seed, fold, trial, validationOnly }: SweepJob): string {
  return [
    variant,
    `seed ${seed}`,
    ...(fold === undefined ? [] : [`fold ${fold}`]),
    ...(trial === undefined ? [] : [`trial ${trial}`]),
    ...(validationOnly ? ['on validation'] : []),
  ].join(', ');
}

const stepOf = ({ run }: JobStanding) => run?.history.step ?? 0;
const inWords = (standing: JobStanding) =>
  `${jobInWords(standing.job)} ${Math.floor((100 * stepOf(standing)) / standing.job.steps)}%`;
