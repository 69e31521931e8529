import { setImmediate as nextTurn } from 'node:timers/promises';
import { LabError } from '../lab/core/labError';
import type { Metrics, RunEvent, RunResult } from '../protocol/run';
import type { Best, Checkpoint, SavedState } from '../runs/checkpoint';
import type { RunWriter } from '../runs/writer';
import { collapseInWords, firstWatch, hasCollapsed, heard, isFirstAlarm, looked } from './collapse';
import { coverageOf, neverDrawn, type DrawnClasses } from './coverage';
import { Pace } from './pace';
import { isBetter, type Selection } from './selection';

/** The network in training, as the run sees it. `advance` depends on nothing but the step and the state. */
export interface Trainee {
  /** Steps finished. */
  readonly step: number;
  /**
   * Training steps, from one to `most`.
   * @returns the loss of each
   * @throws LabError where a loss is no finite number
   */
  advance(most: number): Promise<readonly number[]>;
  /** Scores on the validation classes; none where there are none. */
  validate(): Promise<Metrics>;
  /** How far embeddings of training images lie apart, 0 to 1. */
  spread(): Promise<number>;
  /** How often each training class was drawn. */
  drawn(): DrawnClasses;
  snapshot(): Promise<Checkpoint>;
  restore(checkpoint: Checkpoint): Promise<void>;
  /** Goes back to before the first step. */
  restart(): void;
}

/** The test classes, locked: training knows nothing of them, and each score is a look that is written down. */
export interface TestClasses {
  /** Scores by the network's weights as they are; none where the test classes are left out. */
  score(): Promise<Metrics>;
  /** Scores of the pixels themselves; likewise. */
  pixels(): Promise<Metrics>;
  /** Queries whose class has no other image. */
  readonly loneQueries: number;
  /** Writes what the last scores were made of: pictures, for people. */
  illustrate(): Promise<void>;
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
  warning(message: string): void;
}

export interface TrainRunParts {
  readonly trainee: Trainee;
  readonly test: TestClasses;
  readonly files: RunFiles;
  /** Where an earlier attempt got to; null to begin. */
  readonly last: SavedState | null;
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly select: Selection;
  /** Whether a collapse is a warning only. */
  readonly keepGoing: boolean;
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
 *
 * The test classes are scored in one go after the last step: the untrained network, the pixels, the chosen weights. Only a run
 * that is asked to choose by them, as an oracle, looks earlier.
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
  private watch = firstWatch(1);

  constructor(private readonly parts: TrainRunParts) {
    this.startedAt = parts.now();
  }

  async train(): Promise<Outcome> {
    const { trainee, steps, evaluateEvery, stop, last } = this.parts;
    let best = last ? await this.goOn(last) : await this.begin();
    const pace = new Pace(trainee.step, steps, this.parts.now);
    while (trainee.step < steps) {
      // Signals are heard between turns of the event loop; a step on the processor may never wait for one.
      await nextTurn();
      if (stop.aborted) return this.pause(best);
      await this.advance(pace);
      if (trainee.step % evaluateEvery === 0 || trainee.step === steps) best = await this.look(best);
    }
    return this.finish(best);
  }

  /** The record's last word on a run that broke. Where even that cannot be written, the first error says more. */
  async fail(error: unknown): Promise<void> {
    const message = messageOf(error).slice(0, 5000);
    await this.write({ type: 'end', state: 'failed', message }).catch(() => undefined);
  }

  private async goOn({ checkpoint, scores: { best, watch } }: SavedState): Promise<Best> {
    const { files, trainee } = this.parts;
    await files.keepBest(best.step);
    await trainee.restore(checkpoint);
    if (watch) this.watch = watch;
    return best;
  }

  private async begin(): Promise<Best> {
    this.watch = firstWatch(await this.parts.trainee.spread());
    return this.evaluate(null);
  }

  /** Steps in one go, and no further than to the next evaluation. */
  private async advance(pace: Pace): Promise<void> {
    const { trainee, listener, steps, evaluateEvery } = this.parts;
    const before = trainee.step;
    const nextLook = Math.min(steps, before - (before % evaluateEvery) + evaluateEvery);
    const most = pace.isQuick ? nextLook - before : 1;
    const losses = await pace.measure(() => trainee.advance(most));
    for (const [at, loss] of losses.entries()) {
      const step = before + 1 + at;
      this.watch = heard(this.watch, loss);
      const report = { step, loss, ...pace.report(step) };
      listener.step(report);
      if (!pace.lineIsDue(step)) continue;
      await this.write({ type: 'step', step, loss, stepsPerSecond: report.stepsPerSecond });
    }
  }

  /** An evaluation in the course of training, after which a network that has collapsed is trained no further. */
  private async look(best: Best): Promise<Best> {
    const { watch: before } = this;
    const spread = await this.parts.trainee.spread();
    this.watch = looked(before, spread);
    const next = await this.evaluate(best);
    if (this.watch !== before && hasCollapsed(this.watch)) {
      const message = collapseInWords(spread, before);
      if (!this.parts.keepGoing) throw new LabError(`step ${this.parts.trainee.step}: ${message}`);
      if (isFirstAlarm(this.watch)) await this.warn(message);
    }
    return next;
  }

  /** Scores the weights as they are, keeps them where they are the best so far, and saves where the run is. */
  private async evaluate(before: Best | null): Promise<Best> {
    const { trainee, files, select } = this.parts;
    const { step } = trainee;
    const metrics = await trainee.validate();
    const scores = { step, metrics, ...(select === 'oracle' && { test: await this.scoreTest() }) };
    const best = before === null || isBetter(scores, before, select);
    const checkpoint = await trainee.snapshot();
    if (best) await files.saveBest(checkpoint);
    if (isScored(metrics)) await this.tell('validation', metrics, best);
    const next = best ? scores : before;
    await files.saveLast({ checkpoint, scores: { best: next, watch: this.watch } });
    await files.keepBest(next.step);
    return next;
  }

  /** A look at the test classes. */
  private async scoreTest(): Promise<Metrics> {
    const metrics = await this.parts.test.score();
    if (isScored(metrics)) await this.tell('test', metrics, false);
    return metrics;
  }

  private async tell(split: 'validation' | 'test', metrics: Metrics, best: boolean): Promise<void> {
    await this.write({ type: 'evaluation', split, metrics, ...(best && { best }) });
    this.parts.listener.evaluation(split, this.parts.trainee.step, metrics, best);
  }

  private async warn(message: string): Promise<void> {
    await this.write({ type: 'warning', message });
    this.parts.listener.warning(message);
  }

  private async pause(best: Best): Promise<Outcome> {
    const { trainee, files } = this.parts;
    await files.saveLast({ checkpoint: await trainee.snapshot(), scores: { best, watch: this.watch } });
    await this.write({ type: 'end', state: 'stopped' });
    return { state: 'stopped', step: trainee.step };
  }

  private async finish(best: Best): Promise<Outcome> {
    const { trainee, test, files, steps, select, secondsBefore, now } = this.parts;
    const weights = await files.readBest(best.step);
    if (!weights)
      throw new LabError(`the checkpoint of step ${best.step}, the best, is gone; start a new run`);
    const drawn = trainee.drawn();
    const never = neverDrawn(drawn);
    if (never) await this.warn(never);
    trainee.restart();
    const untrained = await this.scoreTest();
    const pixels = await test.pixels();
    await trainee.restore(weights);
    const scores = await this.scoreTest();
    await test
      .illustrate()
      .catch((error: unknown) => this.warn(`no pictures of the results: ${messageOf(error)}`));
    const result: RunResult = {
      schema: 1,
      step: best.step,
      selectedOn: select === 'validation' && !isScored(best.metrics) ? 'last' : select,
      metrics: { untrained, pixels, validation: best.metrics, test: scores },
      loneQueries: test.loneQueries,
      coverage: coverageOf(drawn),
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

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const isScored = (metrics: Metrics) => Object.keys(metrics).length > 0;
