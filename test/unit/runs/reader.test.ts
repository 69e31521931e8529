import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readEvents } from '../../../src/runs/reader';
import { listRuns, RunList } from '../../../src/runs/runList';
import { RunWriter } from '../../../src/runs/writer';
import { evaluation, sampleRecord, sampleResult, start, step } from './samples';

describe('reading run records', () => {
  let runs: string;
  beforeEach(async () => {
    runs = await mkdtemp(path.join(os.tmpdir(), 'metric-lab-runs-'));
  });
  afterEach(() => rm(runs, { recursive: true }));

  const record = sampleRecord();
  const startHere = start(0, 0, process.pid, os.hostname());
  const folder = () => path.join(runs, record.id);
  const events = () => path.join(folder(), 'events.jsonl');

  async function written(): Promise<void> {
    const writer = await RunWriter.create(runs, record, { ...startHere, at: new Date().toISOString() });
    await writer.append(step(1));
    await writer.close();
  }

  it('reads what the writer wrote', async () => {
    const writer = await RunWriter.create(runs, record, startHere);
    await writer.append(step(1));
    await writer.append(evaluation(1, 0.5, { best: true }));
    await writer.writeResult(sampleResult);
    await writer.append({ type: 'end', at: record.createdAt, step: 1, state: 'finished' });
    await writer.close();
    const [run, ...others] = await listRuns(runs);
    assert.deepEqual(others, []);
    assert.deepEqual(run?.record, record);
    assert.deepEqual(run?.result, sampleResult);
    assert.deepEqual([run?.state, run?.problems, run?.history.step], ['finished', [], 1]);
    const { events: lines } = await readEvents(folder());
    assert.deepEqual(
      lines.map((line) => line.type),
      ['start', 'step', 'evaluation', 'end'],
    );
  });

  it('has no runs where there is no folder, and none in folders without a run.json', async () => {
    assert.deepEqual(await listRuns(path.join(runs, 'missing')), []);
    await mkdir(path.join(runs, 'begun'));
    await writeFile(path.join(runs, 'begun', 'events.jsonl'), '');
    assert.deepEqual(await listRuns(runs), []);
  });

  it('leaves a torn last line for later and reads on when it is whole', async () => {
    await written();
    const list = new RunList(runs);
    const line = JSON.stringify(step(2)) + '\n';
    await appendFile(events(), line.slice(0, 20));
    const [torn] = await list.refresh();
    assert.deepEqual([torn?.history.step, torn?.problems, torn?.state], [1, [], 'running']);
    await appendFile(events(), line.slice(20));
    assert.equal((await list.refresh())[0]?.history.step, 2);
  });

  it('forgives a torn line when the run goes on after it', async () => {
    await written();
    await appendFile(events(), '{"type":"step","at":"20');
    const { writer } = await RunWriter.reopen(folder(), () => startHere);
    await writer.close();
    const [run] = await listRuns(runs);
    assert.deepEqual(run?.problems, []);
    assert.equal(run?.history.step, 0);
  });

  it('goes on without checkpoints and events, if somebody removed them', async () => {
    await written();
    await rm(path.join(folder(), 'checkpoints'), { recursive: true });
    await rm(events());
    const { writer, last } = await RunWriter.reopen(folder(), () => startHere);
    assert.equal(last, null);
    await writer.saveBest({ step: 3, tensors: {} });
    assert.deepEqual(await writer.readBest(3), { step: 3, tensors: {} });
    assert.equal(await writer.readBest(4), null);
    await writer.close();
  });

  it('says which checkpoint is broken, and how', async () => {
    await written();
    const last = path.join(folder(), 'checkpoints', 'last.safetensors');
    await writeFile(last, 'no such format');
    await assert.rejects(
      RunWriter.reopen(folder(), () => startHere),
      (error: Error) => error.message.startsWith(`${last}: the header is said to have`),
    );
  });

  it('tells of lines that it cannot read, and reads the rest', async () => {
    await written();
    const odd = [
      'not JSON',
      '{"type":"step","at":"2026-01-02T03:04:05.000Z","step":3,"loss":"low","stepsPerSecond":1}',
      '{"type":"from the future"}',
      '{"type":"start","at":"2026-01-02T03:04:05.000Z","step":0,"pid":0,"host":""}',
      '[]',
      JSON.stringify({ ...evaluation(3, 0.5), metrics: { 'R@1': '0.5' } }),
      `{"at":"2026-01-02T03:04:05.000Z","step":3,"type":"evaluation","split":"test","metrics":{"__proto__":1}}`,
      JSON.stringify(step(4)),
    ];
    await appendFile(events(), odd.join('\n') + '\n');
    const [run] = await listRuns(runs);
    assert.equal(run?.history.step, 4);
    assert.deepEqual(
      run?.problems.map((problem) => problem.split(':')[0]),
      [3, 4, 6, 7, 8, 9].map((line) => `events.jsonl, line ${line}`),
    );
    assert.match(run?.problems[1] ?? '', /loss/);
  });

  it('reads an endless line without taking it for a line', async () => {
    await written();
    await appendFile(events(), 'x'.repeat(9 << 20) + '\n' + JSON.stringify(step(4)) + '\n');
    const [run] = await listRuns(runs);
    assert.equal(run?.history.step, 4);
    assert.ok(run?.problems.every((problem) => problem.length < 200));
  });

  it('reads only what is new, and starts again when a file was cut', async () => {
    await written();
    const list = new RunList(runs);
    await list.refresh();
    // What was read is not read again: the old lines may be spoilt without anybody seeing it.
    const { size } = await stat(events());
    await writeFile(events(), 'x'.repeat(size - 1) + '\n' + JSON.stringify(step(7)) + '\n');
    const [grown] = await list.refresh();
    assert.deepEqual([grown?.history.step, grown?.history.start?.pid, grown?.problems], [7, process.pid, []]);
    await truncate(events(), 0);
    await appendFile(events(), JSON.stringify(step(2)) + '\n');
    assert.equal((await list.refresh())[0]?.history.step, 2);
  });

  it('forgets a run whose folder is gone', async () => {
    await written();
    const list = new RunList(runs);
    assert.equal((await list.refresh()).length, 1);
    await rm(folder(), { recursive: true });
    assert.equal((await list.refresh()).length, 0);
  });

  const broken: [string, string, RegExp][] = [
    ['no JSON', '{', /^run.json: not JSON$/],
    ['a list', '[]', /^run.json: /],
    ['another shape', '{"schema":1}', /^run.json: id: /],
    ['a newer schema', JSON.stringify({ ...record, schema: 2 }), /newer Metric Lab \(schema 2/],
    ['a number that is none', JSON.stringify({ ...record, seed: null }), /seed/],
    ['a file outside', withFile('../../.bashrc'), /experiment.file: leaves its folder/],
    ['an absolute file', withFile('/etc/passwd'), /experiment.file: leaves its folder/],
    ['a file on another disk', withFile('C:\\x'), /experiment.file: leaves its folder/],
    ['too many bytes', ' '.repeat(2 << 20), /too many/],
  ];
  for (const [name, json, message] of broken) {
    it(`says what is wrong with a run.json that holds ${name}`, async () => {
      await written();
      await writeFile(path.join(folder(), 'run.json'), json);
      const [run] = await listRuns(runs);
      assert.equal(run?.record, null);
      assert.match(run?.problems.join('\n') ?? '', message);
    });
  }

  it('does not follow a link out of the folder', async function () {
    if (process.platform === 'win32') this.skip();
    await written();
    await rm(events());
    await symlink('/dev/zero', events());
    const [run] = await listRuns(runs);
    assert.match(run?.problems.join() ?? '', /events.jsonl: not a plain file/);
  });

  it('takes a broken result.json for none', async () => {
    await written();
    await writeFile(path.join(folder(), 'result.json'), '{"schema":1}');
    const [run] = await listRuns(runs);
    assert.deepEqual([run?.result, run?.state], [null, 'running']);
    assert.match(run?.problems.join() ?? '', /^result.json: /);
  });

  function withFile(file: string): string {
    return JSON.stringify({ ...record, experiment: { ...record.experiment, file } });
  }
});
