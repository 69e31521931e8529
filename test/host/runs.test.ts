import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import { activated, closeEditors, until, workspaceFile } from './support/host';

const experiment = `import { configure, data, defineExperiment, losses, models, optimizers, samplers } from 'metric-lab';

export default defineExperiment({
  paper: 'circle-loss',
  data: data.glyphs(),
  model: models.mlp({ dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 2 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 4,
  evaluateEvery: 2,
  recallAt: [1, 2],
  seeds: [0],
  variants: { circle: { loss: losses.circle } },
});
`;

const lensesOf = async (file: vscode.Uri): Promise<string[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    file,
  );
  return lenses.flatMap(({ command }) => (command?.command.startsWith('metricLab.') ? [command.title] : []));
};

describe('A run', () => {
  let extension: Extension;
  let file: vscode.Uri;

  before(async () => {
    extension = await activated();
    file = await workspaceFile('experiments/few-steps.experiment.ts', experiment);
  });

  after(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(file);
  });

  it('is offered as a task for each experiment of the workspace', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'metric-lab' });
    const task = tasks.find(
      ({ definition }) => definition['experiment'] === 'experiments/few-steps.experiment.ts',
    );
    assert.ok(task);
    assert.equal(task.name, 'few-steps.experiment.ts');
    const { execution } = task;
    assert.ok(execution instanceof vscode.ProcessExecution);
    assert.equal(execution.process, process.execPath);
    assert.deepEqual(execution.args.slice(1), ['train', 'experiments/few-steps.experiment.ts']);
  });

  it('is shown above the experiment before there is a result', async () => {
    await vscode.window.showTextDocument(file);
    assert.deepEqual(await lensesOf(file), ['$(play) Run', 'Run 5 Seeds', 'Results']);
  });

  it('goes on in a terminal, leaves its record, and shows its score above the experiment', async () => {
    const ended = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.definition.type !== 'metric-lab') return;
        listener.dispose();
        resolve(exitCode);
      });
    });
    await vscode.commands.executeCommand('metricLab.runExperiment', file);
    assert.equal(await ended, 0);

    const { row } = await until('the finished run', () =>
      extension.runs.runs.find(({ row: { state } }) => state === 'finished'),
    );
    assert.deepEqual(
      [row.experiment, row.paper, row.variant, row.step],
      ['experiments/few-steps.experiment.ts', 'circle-loss', 'circle', 4],
    );
    const score = (100 * (row.test?.['R@1'] ?? NaN)).toFixed(1);
    await until('the lens', async () => (await lensesOf(file)).includes(`R@1 ${score} (1)`));
  });

  it('is shown while it goes on, and stops gently', async () => {
    const long = await workspaceFile(
      'experiments/many-steps.experiment.ts',
      experiment.replace('steps: 4', 'steps: 100_000').replace('evaluateEvery: 2', 'evaluateEvery: 50_000'),
    );
    await vscode.window.showTextDocument(long);
    await vscode.commands.executeCommand('metricLab.runExperiment', long);
    const { row } = await until('the running run', () =>
      extension.runs.runs.find(({ row: { state, step } }) => state === 'running' && step > 0),
    );
    await until('the lens', async () => (await lensesOf(long)).some((title) => title.includes('running 0%')));
    assert.match(extension.status.text ?? '', /^\$\(sync~spin\) circle, seed 0: 0%(, .* left)?$/);
    await vscode.commands.executeCommand('metricLab.stop', { runId: row.id });
    await until('the stopped run', () => extension.runs.find(row.id)?.row.state === 'stopped');
    assert.equal(extension.status.text, null);
    await vscode.workspace.fs.delete(long);
  });

  it('puts what is wrong with an experiment among the problems', async () => {
    const wrong = await workspaceFile(
      'experiments/wrong.experiment.ts',
      experiment.replace('models.mlp({ dimension: 8 })', 'models.mlp({ dimension: -8 })'),
    );
    await vscode.commands.executeCommand('metricLab.runExperiment', wrong);
    const [problem] = await until('the problem', () => {
      const problems = vscode.languages.getDiagnostics(wrong).filter(({ source }) => source === 'metric-lab');
      return problems.length > 0 && problems;
    });
    assert.equal(problem?.range.start.line, 5);
    assert.match(problem?.message ?? '', /dimension/);
    await vscode.workspace.fs.delete(wrong);
  });

  it('stands in the results view, which asks for its state by itself', async () => {
    await vscode.commands.executeCommand('metricLab.showResults', { paperId: 'circle-loss' });
    // The panel takes its title from the state that it sends, and sends none before the page has said that it listens.
    await until('the results', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.startsWith('Results: Circle Loss')),
    );
  });
});
