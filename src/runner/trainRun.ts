import { setImmediate as nextTurn } from 'node:timers/promises';
import { LabError } from '../lab/core/labError';
import type { Metrics, RunEvent, RunResult } from '../protocol/run';
import type { Checkpoint, SavedState, Scores } from '../runs/checkpoint';
import type { RunWriter } from '../runs/writer';
import { Pace } from './pace';

/** The network in training, as the run sees it. `advance` depends on nothing but the step and the state. */
export interface Trainee {
  /** Steps finished. */
  readonly step: number;
  /** One training step. @throws LabError where the loss is no finite number */
  advance(): Promise<{ readonly loss: number }>;
  /** Scores on a split; none where it is empty. */
  evaluate(split: 'validation' | 'test'): Promise<Metrics>;
  snapshot(): Promise<Checkpoint>;
  restore(checkpoint: Checkpoint): Promise<void>;
}

export type RunFiles = Pick<
  RunWriter,
  'append' | 'saveLast' | 'saveBest' | 'readBest' | 'keepBest' | 'writeResult'
>;

export interface StepReport {
  readonly step: number;
  readonly loss: number;
  readonly stepsPerSecond: number;
  /** Evaluations included. */
  readonly secondsLeft: number;
}

/** Hears what happens, for the terminal. */
export interface RunListener {
  step(report: StepReport): void;
  evaluation(split: 'validation' | 'test', step: number, metrics: Metrics, best: boolean): void;
}

export interface TrainRunParts {
  readonly trainee: Trainee;
  readonly files: RunFiles;
  /** Where an earlier attempt got to; null to begin. */
  readonly last: SavedState | null;
  readonly steps: number;
  readonly evaluateEvery: number;
  /** Wall time of earlier attempts, seconds. */
  readonly secondsBefore: number;
  /** Asks for a gentle stop, after the step under way. */
  readonly stop: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly listener: RunListener;
  /** Puts an error into the words that its reader needs. */
  readonly explain: (error: unknown) => unknown;
}

export type Outcome =
  | { readonly state: 'finished'; readonly result: RunResult }
  | { readonly state: 'stopped'; readonly step: number };

/** The score that the best weights are chosen by, on the validation classes. */
const selection = 'MAP@R';

/**
 * Trains one run to its end, or until it is asked to stop, and keeps its record.
 *
 * It can be killed at any moment and go on later with the numbers of a run that was never disturbed. What is written in
 * which order sees to that:
 *
 *  1. the best weights, in a file of their own step, so that those of the last checkpoint stay;
 *  2. the line of the evaluation: a later attempt from an earlier checkpoint makes readers drop it;
 *  3. last.safetensors, with the scores that belong to it: from here the next attempt begins;
 *  4. older best weights are removed: no checkpoint refers to them any more.
 */
export async function trainRun(parts: TrainRunParts): Promise<Outcome> {
  const run = new Run(parts);
  try {
    return await run.train();
  } catch (error) {
    const explained = parts.explain(error);
    await run.fail(explained);
    throw explained;
  }
}

class Run {
  private readonly startedAt: number;

  constructor(private readonly parts: TrainRunParts) {
    this.startedAt = parts.now();
  }

  async train(): Promise<Outcome> {
    const { trainee, steps, evaluateEvery, stop, last } = this.parts;
    let scores = last ? await this.goOn(last) : await this.begin();
    const pace = new Pace(trainee.step, steps, this.parts.now);
    while (trainee.step < steps) {
      // Signals are heard between turns of the event loop; a step on the processor may never wait for one.
      await nextTurn();
      if (stop.aborted) return this.pause(scores);
      await this.step(pace);
      if (trainee.step % evaluateEvery === 0 || trainee.step === steps) scores = await this.validate(scores);
    }
    return this.finish(scores);
  }

  /** The record's last word on a run that broke. Where even that cannot be written, the first error says more. */
  async fail(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    await this.write({ type: 'end', state: 'failed', message: message.slice(0, 5000) }).catch(
      () => undefined,
    );
  }

  private async goOn({ checkpoint, scores }: SavedState): Promise<Scores> {
    const { files, trainee } = this.parts;
    await files.keepBest(scores.best.step);
    await trainee.restore(checkpoint);
    return scores;
  }

  private async begin(): Promise<Scores> {
    const untrained = await this.evaluate('test');
    return this.validate({ untrained, best: null });
  }

  private async step(pace: Pace): Promise<void> {
    const { trainee, listener } = this.parts;
    const { loss } = await pace.measure(() => trainee.advance());
    const report = { step: trainee.step, loss, ...pace.report(trainee.step) };
    listener.step(report);
    if (pace.lineIsDue(trainee.step)) {
      await this.write({ type: 'step', loss, stepsPerSecond: report.stepsPerSecond });
    }
  }

  private async validate(scores: { untrained: Metrics; best: Scores['best'] | null }): Promise<Scores> {
    const { trainee, files } = this.parts;
    const { step } = trainee;
    const metrics = await trainee.evaluate('validation');
    const scored = selection in metrics;
    const best = isBetter(metrics, scores.best?.metrics);
    const checkpoint = await trainee.snapshot();
    if (best) await files.saveBest(checkpoint);
    if (scored) await this.write({ type: 'evaluation', split: 'validation', metrics, ...(best && { best }) });
    const next: Scores = {
      untrained: scores.untrained,
      best: best || !scores.best ? { step, metrics } : scores.best,
    };
    await files.saveLast({ checkpoint, scores: next });
    await files.keepBest(next.best.step);
    if (scored) this.parts.listener.evaluation('validation', step, metrics, best);
    return next;
  }

  private async evaluate(split: 'test'): Promise<Metrics> {
    const { trainee, listener } = this.parts;
    const metrics = await trainee.evaluate(split);
    await this.write({ type: 'evaluation', split, metrics });
    listener.evaluation(split, trainee.step, metrics, false);
    return metrics;
  }

  private async pause(scores: Scores): Promise<Outcome> {
    const { trainee, files } = this.parts;
    await files.saveLast({ checkpoint: await trainee.snapshot(), scores });
    await this.write({ type: 'end', state: 'stopped' });
    return { state: 'stopped', step: trainee.step };
  }

  private async finish({ untrained, best }: Scores): Promise<Outcome> {
    const { trainee, files, steps, secondsBefore, now } = this.parts;
    const weights = await files.readBest(best.step);
    if (!weights)
      throw new LabError(`the checkpoint of step ${best.step}, the best, is gone; start a new run`);
    await trainee.restore(weights);
    const test = await this.evaluate('test');
    const result: RunResult = {
      schema: 1,
      step: best.step,
      selectedOn: selection in best.metrics ? 'validation' : 'last',
      metrics: { untrained, validation: best.metrics, test },
      seconds: secondsBefore + (now() - this.startedAt) / 1000,
    };
    await files.writeResult(result);
    await this.write({ type: 'end', state: 'finished', step: steps });
    return { state: 'finished', result };
  }

  private write(event: DistributiveOmit<RunEvent, 'at' | 'step'> & { step?: number }): Promise<void> {
    const at = new Date(this.parts.now()).toISOString();
    return this.parts.files.append({ at, step: this.parts.trainee.step, ...event } as RunEvent);
  }
}

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;

/** Without validation classes the last weights count as the best. */
function isBetter(metrics: Metrics, best: Metrics | undefined): boolean {
  const score = metrics[selection];
  return score === undefined || best === undefined || score > (best[selection] ?? 0);
}
