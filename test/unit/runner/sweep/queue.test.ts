import assert from 'node:assert/strict';
import type { RunEvent, RunResult } from '../../../../src/protocol/run';
import type { SweepJob, SweepRequest } from '../../../../src/protocol/sweep';
import { Queue, type QueueParts } from '../../../../src/runner/sweep/queue';
import type { Ending, RunProcess } from '../../../../src/runner/sweep/runProcess';
import { extend, noHistory } from '../../../../src/runs/history';
import type { Run } from '../../../../src/runs/reader';
import { jobKey } from '../../../../src/runs/sweepJobs';
import { at, sampleRecord, sampleResult, sampleSweep, start } from '../../runs/samples';

const sweep = sampleSweep();
const jobs: readonly SweepJob[] = [0, 1].flatMap((seed) =>
  ['circle', 'triplet'].map((variant) => ({ variant, seed, steps: 90 })),
);

/** A run of the sweep as its record might tell it. */
function run(job: SweepJob, state: Run['state'], message?: string): Run {
  const id = `run-${job.variant}-${job.seed}`;
  const { config } = sampleRecord();
  const record = sampleRecord({ ...job, id, config: { ...config, steps: 90 }, sweep: { id: sweep.id } });
  const end: RunEvent[] = state === 'failed' ? [{ type: 'end', at: at(1), step: 3, state, message }] : [];
  const history = [start(0), ...end].reduce(extend, noHistory);
  const result: RunResult | null = state === 'finished' ? sampleResult : null;
  return { id, folder: `/runs/${id}`, record, result, history, state, problems: [] };
}

/** What the processes that the queue starts do. */
type Script = (job: SweepJob, world: World) => Ending | Promise<Ending>;

class World {
  readonly records = new Map<string, Run>();
  readonly started: string[] = [];
  readonly told: string[] = [];
  readonly requests: SweepRequest[] = [];
  readonly stopping = new AbortController();
  skipped: ReadonlySet<string> = new Set();
  alive = 0;
  most = 0;
  /** Called for a stop of a job. */
  stopOf = new Map<string, () => void>();

  put(job: SweepJob, state: Run['state'], message?: string): void {
    this.records.set(jobKey(job), run(job, state, message));
  }

  async work(script: Script, change: Partial<QueueParts> = {}) {
    const queue = new Queue({
      ...{ sweep, atOnce: 2, retry: false, skipped: this.skipped, stop: this.stopping.signal },
      runs: { look: () => Promise.resolve([...this.records.values()]) },
      start: (job, resume) => this.start(job, resume, script),
      requests: () => Promise.resolve(this.requests.splice(0)),
      keepSkipped: (skipped) => {
        this.skipped = new Set(skipped);
        return Promise.resolve();
      },
      listener: {
        standing: () => undefined,
        ended: ({ job: { variant, seed } }, message) =>
          this.told.push(`${variant} ${seed}: ${message ?? 'done'}`),
      },
      ...change,
    });
    const { jobs: ended } = await queue.run();
    return ended.map(({ job: { variant, seed }, state }) => `${variant} ${seed} ${state}`);
  }

  private start(job: SweepJob, resume: string | undefined, script: Script): RunProcess {
    this.started.push(`${job.variant} ${job.seed}${resume === undefined ? '' : ' on'}`);
    this.most = Math.max(this.most, ++this.alive);
    const stopped = new Promise<Ending>((resolve) => {
      this.stopOf.set(jobKey(job), () => {
        this.put(job, 'stopped');
        resolve({ code: 130, said: '' });
      });
    });
    const ended = Promise.race([stopped, Promise.resolve().then(() => script(job, this))]).finally(
      () => this.alive--,
    );
    return { ended, stop: () => this.stopOf.get(jobKey(job))!(), kill: () => undefined };
  }
}

const well: Script = (job, world) => {
  world.put(job, 'finished');
  return { code: 0, said: '' };
};
const all = (state: string) => jobs.map(({ variant, seed }) => `${variant} ${seed} ${state}`);
const never = () => new Promise<Ending>(() => undefined);

describe('the queue of a sweep', () => {
  it('does all jobs in their order, so many at once', async () => {
    const world = new World();
    assert.deepEqual(await world.work(well), all('done'));
    assert.deepEqual(world.started, ['circle 0', 'triplet 0', 'circle 1', 'triplet 1']);
    assert.equal(world.most, 2);
    assert.deepEqual(world.told.toSorted(), [
      'circle 0: done',
      'circle 1: done',
      'triplet 0: done',
      'triplet 1: done',
    ]);
  });

  it('leaves alone what is finished, and goes on with what is not', async () => {
    const world = new World();
    world.put(jobs[0]!, 'finished');
    world.put(jobs[1]!, 'interrupted');
    world.put(jobs[2]!, 'stopped');
    assert.deepEqual(await world.work(well), all('done'));
    assert.deepEqual(world.started, ['triplet 0 on', 'circle 1 on', 'triplet 1']);
    assert.deepEqual(world.told.length, 3);
  });

  it('waits for a run that an earlier process still works on, and counts it as one of those at once', async () => {
    const world = new World();
    world.put(jobs[0]!, 'running');
    let looks = 0;
    const look = () => {
      if (++looks === 3) world.put(jobs[0]!, 'interrupted');
      return Promise.resolve([...world.records.values()]);
    };
    assert.deepEqual(await world.work(well, { runs: { look }, atOnce: 1 }), all('done'));
    assert.deepEqual(world.started, ['circle 0 on', 'triplet 0', 'circle 1', 'triplet 1']);
  });

  it('keeps to itself a run that failed, with what it said, and tries it again when asked', async () => {
    const world = new World();
    const once: Script = (job, here) => {
      if (job !== jobs[0] && jobKey(job) !== jobKey(jobs[0]!)) return well(job, here);
      here.put(job, 'failed', 'the loss is no number');
      return { code: 1, said: 'the loss is no number' };
    };
    assert.deepEqual(await world.work(once), ['circle 0 failed', ...all('done').slice(1)]);
    assert.ok(world.told.includes('circle 0: the loss is no number'));
    assert.deepEqual(await world.work(well), ['circle 0 failed', ...all('done').slice(1)]);
    assert.deepEqual(await world.work(well, { retry: true }), all('done'));
    assert.equal(world.started.at(-1), 'circle 0 on');
  });

  it('starts again what a signal ended, but not for ever', async () => {
    const world = new World();
    const killed: Script = (job, here) =>
      job.variant === 'circle' ? { code: null, said: '' } : well(job, here);
    const only = { sweep: sampleSweep({ seeds: [0] }) };
    assert.deepEqual(await world.work(killed, only), ['circle 0 failed', 'triplet 0 done']);
    assert.equal(world.started.filter((name) => name === 'circle 0').length, 3);
    assert.ok(world.told.includes('circle 0: a signal ended it 3 times'));
  });

  it('does not start again what ended before it had a record', async () => {
    const world = new World();
    const refused: Script = () => ({ code: 1, said: 'no such data set' });
    assert.deepEqual(await world.work(refused), all('failed'));
    assert.equal(world.started.length, 4);
    assert.ok(world.told.includes('circle 0: no such data set'));
  });

  it('takes out what somebody asks to skip, running or not, and notes it first', async () => {
    const world = new World();
    const [running, , waiting] = jobs;
    const script: Script = (job, here) => {
      if (jobKey(job) !== jobKey(running!)) return well(job, here);
      here.requests.push({ type: 'skip', jobs: [jobKey(running!), jobKey(waiting!)] });
      return never();
    };
    const ended = await world.work(script, { atOnce: 1 });
    assert.deepEqual(ended, ['circle 0 skipped', 'triplet 0 done', 'circle 1 skipped', 'triplet 1 done']);
    assert.deepEqual(world.skipped, new Set([jobKey(running!), jobKey(waiting!)]));
    assert.deepEqual(await world.work(well), ended);
  });

  it('stops all runs when it is asked to, and starts no other', async () => {
    const world = new World();
    const script: Script = (_, here) => {
      queueMicrotask(() => here.stopping.abort());
      return never();
    };
    assert.deepEqual(await world.work(script), all('queued'));
    assert.deepEqual(world.started, ['circle 0', 'triplet 0']);
  });
});
