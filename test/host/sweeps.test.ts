import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import { descriptionOf, labelOf, type RunsNode } from '../../src/extension/runs/runsTree';
import { activated, answering, closeEditors, until, workspaceFile, workspaceFolder } from './support/host';

const experiment = `import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

export default defineExperiment({
  data: data.glyphs({ classes: 30, perClass: 6, size: 12 }),
  model: models.mlp({ hidden: [16], dimension: 8 }),
  sampler: configure(samplers.mPerClass, { classes: 4, perClass: 3 }),
  steps: 6,
  evaluateEvery: 3,
  variants: { contrastive: { loss: losses.contrastive } },
});
`;

const inShort = (node: RunsNode): string => {
  if (node.kind === 'group') return node.group;
  return node.kind === 'more' ? 'more' : labelOf(node);
};

describe('A sweep', () => {
  let extension: Extension;
  let file: vscode.Uri;

  before(async () => {
    extension = await activated();
    file = await workspaceFile('experiments/swept.experiment.ts', experiment);
  });
  after(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(file);
  });

  const nodes = (parent?: RunsNode): readonly RunsNode[] => extension.runsView.getChildren(parent);
  const find = (label: string, among: readonly RunsNode[] = nodes()): RunsNode | undefined =>
    among.find((node) => inShort(node) === label) ??
    among.map((node) => find(label, nodes(node))).find((node) => node !== undefined);
  /** In one of the groups alone. */
  const findIn = (group: string, label: string) => {
    const found = find(group);
    return found && find(label, nodes(found));
  };
  const lab = () => vscode.Uri.joinPath(workspaceFolder().uri, '.metric-lab');
  const names = async (part: string) =>
    (
      await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(lab(), part)).then(
        (entries) => entries,
        () => [],
      )
    ).map(([name]) => name);

  it('of five seeds is one task, and stands in the Runs view with its mean', async () => {
    const ended = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== 'swept.experiment.ts, sweep, 5 seeds') return;
        listener.dispose();
        resolve(exitCode);
      });
    });
    await vscode.commands.executeCommand('metricLab.runSeeds', file);
    const running = await until('the sweep in the view', () => find('swept · sweep'));
    assert.equal(running.kind, 'sweep');
    assert.equal(await ended, 0);
    const sweep = await until('the finished sweep', () => {
      const node = findIn('done', 'swept · sweep');
      return node?.kind === 'sweep' && descriptionOf(node) === '5/5' ? node : null;
    });
    const [seeds] = nodes(sweep);
    assert.ok(seeds?.kind === 'seeds');
    assert.equal(labelOf(seeds), 'contrastive · seeds 0–4');
    assert.match(descriptionOf(seeds), /^\d+\.\d ± \d+\.\d · swept$/);
    assert.equal(nodes(seeds).length, 5);
    const item = extension.runsView.getTreeItem(sweep);
    assert.equal(item.contextValue, 'sweep done');
  });

  it('goes to the archive with all its runs', async () => {
    const sweep = find('swept · sweep');
    assert.ok(sweep?.kind === 'sweep');
    await vscode.commands.executeCommand('metricLab.archiveRuns', sweep, [sweep]);
    await until('the view without it', () => find('swept · sweep') === undefined);
    const archived = await names('archive');
    assert.equal(archived.length, 6);
    assert.ok(archived.includes(sweep.sweepId));
    assert.deepEqual((await names('sweeps')).includes(sweep.sweepId), false);
  });

  it('comes back from the archive', async () => {
    const all = (items: unknown) => items;
    await answering('showQuickPick', all, () => vscode.commands.executeCommand('metricLab.unarchiveRuns'));
    const sweep = await until('the view with it', () => find('swept · sweep'));
    assert.ok(sweep.kind === 'sweep');
    assert.equal(sweep.runIds.length, 5);
    assert.deepEqual(await names('archive'), []);
  });

  it('is deleted only where the user says so', async () => {
    const sweep = find('swept · sweep');
    assert.ok(sweep?.kind === 'sweep');
    const deleteAnd = (answer: (button: unknown) => unknown) =>
      answering(
        'showWarningMessage',
        (_question, _options, button) => answer(button),
        () => vscode.commands.executeCommand('metricLab.deleteRuns', sweep, [sweep]),
      );
    await deleteAnd(() => undefined);
    assert.ok((await names('sweeps')).includes(sweep.sweepId));
    await deleteAnd((button) => button);
    await until('the view without it', () => find('swept · sweep') === undefined);
    assert.equal((await names('sweeps')).includes(sweep.sweepId), false);
    const runs = await names('runs');
    assert.ok(sweep.runIds.every((id) => !runs.includes(id)));
  });

  it('is stopped by name, and goes on', async () => {
    await workspaceFile(
      'experiments/swept.experiment.ts',
      experiment.replace('steps: 6', 'steps: 100_000').replace('evaluateEvery: 3', 'evaluateEvery: 50_000'),
    );
    await vscode.commands.executeCommand('metricLab.runSeeds', file);
    const node = await until('the running sweep', () => {
      const found = findIn('running', 'swept · sweep');
      return found?.kind === 'sweep' && found.runs.some(({ row }) => row.step > 0) ? found : null;
    });
    assert.equal(extension.runsView.getTreeItem(node).contextValue, 'sweep running');
    const queued = find('queued');
    assert.ok(queued);
    const waiting = nodes(queued).at(-1);
    assert.ok(waiting?.kind === 'job');
    await vscode.commands.executeCommand('metricLab.skipRun', waiting, [waiting]);
    await until('the sweep without it', () => {
      const found = findIn('running', 'swept · sweep');
      return found?.kind === 'sweep' && descriptionOf(found) === '0/5 · 1 skipped';
    });
    await vscode.commands.executeCommand('metricLab.stopRuns', node, [node]);
    await until('the stopped sweep', () => findIn('stopped', 'swept · sweep'));
    assert.ok(extension.runs.ofSweep(node.sweepId).every(({ row }) => row.state === 'stopped'));
  });

  it('has its failed runs tried once more', async () => {
    const optimizer = 'optimizer: optimizers.adam({ learningRate: 1e30 }),\n  steps: 6';
    await workspaceFile(
      'experiments/diverging.experiment.ts',
      experiment.replace('losses, models,', 'losses, models, optimizers,').replace('steps: 6', optimizer),
    );
    await vscode.commands.executeCommand(
      'metricLab.runSeeds',
      vscode.Uri.joinPath(workspaceFolder().uri, 'experiments/diverging.experiment.ts'),
    );
    const failed = () => {
      const node = findIn('failed', 'diverging · sweep');
      return node?.kind === 'sweep' && descriptionOf(node) === '0/5 · 5 failed' ? node : null;
    };
    const sweep = await until('the failed sweep', failed);
    assert.equal(extension.runsView.getTreeItem(sweep).contextValue, 'sweep failed failures');
    const newest = () => extension.runs.ofSweep(sweep.sweepId).map(({ run }) => run.history.at ?? '');
    const before = newest().sort().at(-1)!;
    await vscode.commands.executeCommand('metricLab.retryFailed', sweep);
    await until('all of them tried again', () => newest().every((at) => at > before) && failed());
  });
});
