import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Metrics, RunEvent } from '../../../src/protocol/run';
import { random } from '../../../src/lab/core/random';
import { readEvents, type Run } from '../../../src/runs/reader';
import { listRuns } from '../../../src/runs/runList';
import { RunWriter } from '../../../src/runs/writer';
import type { Selection } from '../../../src/runner/selection';
import {
  trainRun,
  type Outcome,
  type RunFiles,
  type TestClasses,
  type Trainee,
} from '../../../src/runner/trainRun';
import { sampleRecord } from '../runs/samples';

const steps = 13;
const evaluateEvery = 4;

/** A stand-in for a network in training: each number depends, chaotically, on all earlier ones. */
class FakeTrainee implements Trainee {
  step = 0;
  private weights = Float32Array.of(0.3, 0.7);
  private memory = Int32Array.of(1);

  /** Up to three steps at once. */
  advance(most: number): Promise<number[]> {
    return Promise.resolve(Array.from({ length: Math.min(most, 3) }, () => this.advanceByOne()));
  }

  private advanceByOne(): number {
    this.step++;
    const noise = random(5, 'step', this.step).uniform();
    this.weights = this.weights.map((value) => (3.9 * value * (1 - value) + noise) % 1);
    this.memory = this.memory.map((value) => (Math.imul(value, 31) + this.step) | 0);
    return this.weights[0]! + this.memory[0]!;
  }

  validate(): Promise<Metrics> {
    return Promise.resolve(scores(this.weights[1]!));
  }

  score(): Promise<Metrics> {
    return Promise.resolve(scores(this.weights[0]!));
  }

  spread(): Promise<number> {
    return Promise.resolve(this.weights[0]! / 10);
  }

  drawn() {
    return { classNames: ['a', 'b'], draws: Int32Array.of(this.step, 0), images: 10 };
  }

  restart(): void {
    this.step = 0;
    this.weights = Float32Array.of(0.3, 0.7);
    this.memory = Int32Array.of(1);
  }

  snapshot() {
    return Promise.resolve({
      step: this.step,
      tensors: {
        weights: { dtype: 'float32' as const, shape: [2], values: this.weights.slice() },
        memory: { dtype: 'int32' as const, shape: [1], values: this.memory.slice() },
      },
    });
  }

  restore({ step, tensors }: Awaited<ReturnType<FakeTrainee['snapshot']>>): Promise<void> {
    this.step = step;
    this.weights = tensors.weights.values.slice();
    this.memory = tensors.memory.values.slice();
    return Promise.resolve();
  }
}

const scores = (value: number): Metrics => ({ 'R@1': value / 3, 'MAP@R': value });
const pixels = scores(0.01);

/** Where a simulated process dies: at its n-th call, before the call does anything, half through, or after it. */
interface Death {
  readonly call: number;
  readonly when: 'before' | 'torn' | 'after';
}

/** Calls of a trainee that answer at once; nothing is written between them and the next. */
const synchronous = ['drawn', 'restart'];

/** Thrown by every call of a process that died. */
class Killed extends Error {}

interface Asked {
  readonly select: Selection;
  readonly keepGoing: boolean;
  /** Steps. */
  readonly length: number;
}

/** Counts calls of trainee and files, and dies when it is time. */
class Mortal {
  calls = 0;
  private dead = false;

  constructor(private readonly death: Death | null) {}

  /** @param tear does half the work, where the work can be torn at all */
  wrap<T extends object>(target: T, tear: (name: string, args: unknown[]) => Promise<void>): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        if (synchronous.includes(String(name))) return (member as () => unknown).bind(object);
        return async (...args: unknown[]) => {
          const dies = this.next();
          if (dies === 'before') this.die();
          if (dies === 'torn') await tear(String(name), args).then(() => this.die());
          const done: unknown = await member.apply(object, args);
          if (dies === 'after') this.die();
          return done;
        };
      },
    });
  }

  private next(): Death['when'] | null {
    if (this.dead) throw new Killed();
    this.calls++;
    return this.death?.call === this.calls ? this.death.when : null;
  }

  private die(): never {
    this.dead = true;
    throw new Killed();
  }
}

describe('training a run', () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(path.join(os.tmpdir(), 'metric-lab-train-'));
  });
  afterEach(() => rm(runs, { recursive: true }));

  const record = sampleRecord({ config: { ...sampleRecord().config, steps, evaluateEvery } });
  const folder = () => path.join(runs, record.id);
  const gone = 2 ** 22 + 1; // beyond Linux's largest process number

  /** One process: it begins the run or goes on with it. */
  async function attempt(
    death: Death | null = null,
    stop?: AbortSignal,
    trainee: FakeTrainee = new FakeTrainee(),
    { select = 'validation', keepGoing = false, length = steps }: Partial<Asked> = {},
  ): Promise<{ calls: number; outcome: Outcome | null }> {
    let now = Date.now();
    const at = () => new Date((now += 10)).toISOString();
    const start = (step: number): RunEvent => ({
      type: 'start',
      at: at(),
      step,
      pid: gone,
      host: os.hostname(),
    });
    const begun = (await listRuns(runs)).length > 0;
    const { writer, last } = begun
      ? await RunWriter.reopen(folder(), start)
      : { writer: await RunWriter.create(runs, record, start(0)), last: null };
    const mortal = new Mortal(death);
    const files: RunFiles = mortal.wrap(writer, async (name, [event]) => {
      if (name !== 'append') return leaveHalfFile();
      const line = JSON.stringify(event);
      await appendFile(path.join(folder(), 'events.jsonl'), line.slice(0, line.length / 2));
    });
    try {
      const outcome = await trainRun({
        trainee: mortal.wrap<Trainee>(trainee, () => Promise.resolve()),
        test: testOf(trainee),
        files,
        last,
        steps: length,
        evaluateEvery,
        select,
        keepGoing,
        secondsBefore: 0,
        stop: stop ?? new AbortController().signal,
        now: () => (now += 10),
        explain: (error) => error,
        listener: { step: () => undefined, evaluation: () => undefined, warning: () => undefined },
      });
      return { calls: mortal.calls, outcome };
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return { calls: mortal.calls, outcome: null };
    } finally {
      await writer.close();
    }
  }

  const testOf = (trainee: FakeTrainee): TestClasses => ({
    loneQueries: 3,
    score: () => trainee.score(),
    pixels: () => Promise.resolve(pixels),
    illustrate: () => Promise.resolve(),
  });

  const leaveHalfFile = () =>
    appendFile(path.join(folder(), 'checkpoints', 'last.safetensors.7.tmp'), 'half a checkpo');

  async function theRun(): Promise<Run> {
    const [run] = await listRuns(runs);
    assert.ok(run);
    assert.deepEqual(run.problems, []);
    return run;
  }

  /** All that must not depend on interruptions. */
  async function facts() {
    const { result } = await theRun();
    assert.ok(result);
    const { events, problems } = await readEvents(folder());
    assert.deepEqual(problems, []);
    const told = events
      .filter((event) => event.type === 'step' || event.type === 'evaluation')
      .map((event) => ({ ...event, at: '', ...(event.type === 'step' && { stepsPerSecond: 0 }) }));
    const checkpoints = (await readdir(path.join(folder(), 'checkpoints'))).sort();
    return { step: result.step, metrics: result.metrics, told, checkpoints };
  }

  async function undisturbed() {
    const { calls } = await attempt();
    const expected = await facts();
    await rm(folder(), { recursive: true });
    return { calls, expected };
  }

  it('scores untrained, validates, chooses by validation and scores the choice on test', async () => {
    const { outcome } = await attempt();
    const { result, state } = await theRun();
    assert.equal(state, 'finished');
    assert.deepEqual(outcome, { state: 'finished', result });
    const trainee = new FakeTrainee();
    const course = [];
    for (;;) {
      course.push({
        step: trainee.step,
        validation: await trainee.validate(),
        test: await trainee.score(),
      });
      if (trainee.step === steps) break;
      await trainee.advance(1);
    }
    const looked = course.filter(({ step }) => step % evaluateEvery === 0 || step === steps);
    const best = looked.reduce((a, b) => (b.validation['MAP@R']! > a.validation['MAP@R']! ? b : a));
    assert.ok(best.step > 0 && best.step < steps, 'the fake makes the choice worth a test');
    assert.equal(result?.step, best.step);
    assert.deepEqual(result.metrics, {
      untrained: course[0]!.test,
      pixels,
      validation: best.validation,
      test: best.test,
    });
    const { events } = await readEvents(folder());
    const validated = events.filter((event) => event.type === 'evaluation' && event.split === 'validation');
    assert.deepEqual(
      validated.map(({ step }) => step),
      looked.map(({ step }) => step),
    );
    assert.equal(events.filter(({ type }) => type === 'step').length, steps);
    assert.deepEqual((await facts()).checkpoints, [`best-${best.step}.safetensors`, 'last.safetensors']);
  });

  it('scores the last weights where there is no validation', async () => {
    class Unvalidated extends FakeTrainee {
      override validate() {
        return Promise.resolve({});
      }
    }
    await attempt(null, undefined, new Unvalidated());
    const { result } = await theRun();
    assert.deepEqual([result?.step, result?.selectedOn, result?.metrics.validation], [steps, 'last', {}]);
    const trainee = new FakeTrainee();
    while (trainee.step < steps) await trainee.advance(1);
    assert.deepEqual(result?.metrics.test, await trainee.score());
    const { events } = await readEvents(folder());
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'evaluation' ? [event.split] : [])),
      ['test', 'test'],
    );
  });

  it('comes to the same end after a death at any call', async () => {
    const { calls, expected } = await undisturbed();
    assert.ok(calls > 40);
    for (const when of ['before', 'torn', 'after'] as const) {
      for (let call = 1; call <= calls; call++) {
        const death = await attempt({ call, when });
        assert.equal(death.outcome, null);
        const { state } = await theRun();
        if (state !== 'finished') {
          assert.equal(state, 'interrupted', `killed ${when} call ${call}`);
          await attempt();
        }
        assert.deepEqual(await facts(), expected, `killed ${when} call ${call}`);
        await rm(folder(), { recursive: true });
      }
    }
  });

  it('comes to the same end after many deaths in a row', async () => {
    const { expected } = await undisturbed();
    const rng = random(11, 'deaths');
    for (let round = 0; round < 20; round++) {
      let deaths = 0;
      let finished = false;
      while (!finished) {
        const when = (['before', 'torn', 'after'] as const)[rng.integer(3)]!;
        const { outcome } = await attempt(++deaths < 12 ? { call: 1 + rng.integer(20), when } : null);
        finished = outcome !== null || (await theRun()).state === 'finished';
      }
      assert.deepEqual(await facts(), expected, `round ${round}`);
      await rm(folder(), { recursive: true });
    }
  });

  it('chooses by test where it is asked to, looks at test each time, and says so', async () => {
    await attempt(null, undefined, new FakeTrainee(), { select: 'oracle' });
    const { result } = await theRun();
    const { events } = await readEvents(folder());
    const tests = events.flatMap((event) =>
      event.type === 'evaluation' && event.split === 'test' ? [event] : [],
    );
    assert.equal(
      tests.length,
      5,
      'a line for each look; untrained and chosen weights take the place of theirs',
    );
    const best = tests.reduce((a, b) => (b.metrics['MAP@R']! > a.metrics['MAP@R']! ? b : a));
    assert.deepEqual(
      [result?.step, result?.selectedOn, result?.metrics.test],
      [best.step, 'oracle', best.metrics],
    );
  });

  it('chooses the last weights where it is asked to', async () => {
    await attempt(null, undefined, new FakeTrainee(), { select: 'last' });
    const { result } = await theRun();
    assert.deepEqual([result?.step, result?.selectedOn], [steps, 'last']);
    assert.ok(result?.metrics.validation['MAP@R']);
  });

  it('looks at test only after the last step', async () => {
    class Watched extends FakeTrainee {
      readonly seen: number[] = [];
      private trained = 0;
      override async advance(most: number) {
        const losses = await super.advance(most);
        this.trained += losses.length;
        return losses;
      }
      override score() {
        this.seen.push(this.trained);
        return super.score();
      }
    }
    const trainee = new Watched();
    await attempt(null, undefined, trainee);
    assert.deepEqual(trainee.seen, [steps, steps]);
    const { result } = await theRun();
    assert.equal(result?.loneQueries, 3);
    assert.deepEqual(result.coverage, { classes: 2, never: 1, least: 0, most: steps });
    const { events } = await readEvents(folder());
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    assert.deepEqual(warnings, [
      'the sampler never drew from 1 of 2 training classes, in 13 draws from 10 images: b; nothing was learnt from them',
    ]);
  });

  class Collapsed extends FakeTrainee {
    override async advance(most: number) {
      const { step } = this;
      return (await super.advance(most)).map((_, at) => 0.2 + 1e-5 * ((step + 1 + at) % 3));
    }
    override spread() {
      return Promise.resolve(this.step === 0 ? 0.1 : 1e-6);
    }
  }

  it('stops where the embeddings have collapsed, with the reason and what to try', async () => {
    const message =
      /step 24: the embeddings have collapsed.* spread fell from 0\.10 to 0\.0000010, .* at 0\.2000; try a smaller/;
    await assert.rejects(attempt(null, undefined, new Collapsed(), { length: 40 }), message);
    const { state, history } = await theRun();
    assert.equal(state, 'failed');
    assert.match(history.end?.message ?? '', message);
    await assert.rejects(attempt(null, undefined, new Collapsed(), { length: 40 }), /step 36: /);
    await attempt(null, undefined, new Collapsed(), { length: 40, keepGoing: true });
    assert.equal((await theRun()).state, 'finished');
  });

  it('warns of a collapse once where it is told to keep going', async () => {
    await attempt(null, undefined, new Collapsed(), { length: 60, keepGoing: true });
    const { events } = await readEvents(folder());
    assert.equal(
      events.filter((event) => event.type === 'warning' && event.message.includes('collapsed')).length,
      1,
    );
  });

  it('stops gently with a checkpoint, and goes on from it', async () => {
    const { expected } = await undisturbed();
    const stop = new AbortController();
    const trainee = FakeTrainee.prototype;
    const { advance } = trainee;
    trainee.advance = function (this: FakeTrainee, most) {
      if (this.step === 4) stop.abort();
      return advance.call(this, Math.min(most, 2));
    };
    try {
      assert.deepEqual((await attempt(null, stop.signal)).outcome, { state: 'stopped', step: 6 });
    } finally {
      trainee.advance = advance;
    }
    assert.equal((await theRun()).state, 'stopped');
    await attempt();
    assert.deepEqual(await facts(), expected);
    const starts = (await readEvents(folder())).events.filter(({ type }) => type === 'start');
    assert.deepEqual(
      starts.map(({ step }) => step),
      [0, 6],
    );
  });

  it('fails with the reason when a step breaks', async () => {
    const { advance } = FakeTrainee.prototype;
    FakeTrainee.prototype.advance = () => Promise.reject(new Error('step 1: the loss is NaN'));
    try {
      await assert.rejects(attempt(), /the loss is NaN/);
    } finally {
      FakeTrainee.prototype.advance = advance;
    }
    const { state, history } = await theRun();
    assert.equal(state, 'failed');
    assert.equal(history.end?.message, 'step 1: the loss is NaN');
  });
});
