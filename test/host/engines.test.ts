import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { activated, answering } from './support/host';

/** How the task of that name ends that `start` begins. */
async function exitCodeOf(name: string, start: () => PromiseLike<unknown>): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  await start();
  return ended;
}

describe('The commands about engines', () => {
  before(() => activated());

  it('run Doctor in a terminal, and it finds an engine', async () => {
    const command = () => vscode.commands.executeCommand('metricLab.doctor');
    assert.equal(await exitCodeOf('Doctor', command), 0);
  });

  describe('with an npm of the test', () => {
    const environment = vscode.workspace.getConfiguration('terminal.integrated.env');
    let folder: string;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'npm-'));
      await environment.update('linux', { PATH: `${folder}:${process.env['PATH']}` });
    });

    after(async () => {
      await environment.update('linux', undefined);
      await rm(folder, { recursive: true });
    });

    /** Puts a program in npm's place: it notes its folder and arguments, and ends with a code. */
    async function npm(code: number): Promise<void> {
      const script = `#!/bin/sh\nprintf '%s\\n' "$PWD" "$@" > '${folder}/called'\nexit ${code}\n`;
      await writeFile(path.join(folder, 'npm'), script);
      await chmod(path.join(folder, 'npm'), 0o755);
    }

    const answered = (answer: (button: unknown) => unknown) =>
      answering(
        'showInformationMessage',
        // The question has options before its button; what is said at the end has none, and stays unanswered.
        (...asked) => (asked.length === 3 ? answer(asked[2]) : undefined),
        () => vscode.commands.executeCommand('metricLab.installTensorFlowGpu'),
      );
    const install = () => answered((button) => button);

    it('install nothing where the user does not want it', async () => {
      await npm(0);
      await answered(() => undefined);
      await assert.rejects(readFile(path.join(folder, 'called')), { code: 'ENOENT' });
    });

    it("install TensorFlow GPU into the extension's own folder, where the runner looks", async () => {
      await npm(0);
      assert.equal(await exitCodeOf('Install TensorFlow GPU', install), 0);
      const [where, ...args] = (await readFile(path.join(folder, 'called'), 'utf8')).trim().split('\n');
      assert.deepEqual(args, ['install', '@tensorflow/tfjs-node-gpu@4.22.0', '--no-audit', '--no-fund']);
      assert.match(where!, /globalStorage.metric-lab\.metric-lab.tensorflow-gpu$/);
      assert.deepEqual(JSON.parse(await readFile(path.join(where!, 'package.json'), 'utf8')), {
        private: true,
      });
      const [task] = await vscode.tasks.fetchTasks({ type: 'metric-lab' });
      assert.ok(task?.execution instanceof vscode.ProcessExecution);
      const { env = {} } = task.execution.options ?? {};
      assert.deepEqual([env['METRIC_LAB_TENSORFLOW'], env['METRIC_LAB_BACKGROUND']], [where, '1']);
    });

    it('leave the failure of npm in its terminal', async () => {
      await npm(3);
      assert.equal(await exitCodeOf('Install TensorFlow GPU', install), 3);
    });
  });
});
