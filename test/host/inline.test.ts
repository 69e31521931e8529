import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import { recordRun } from '../support/recordedRuns';
import { activated, closeEditors, until, workspaceFile, workspaceFolder } from './support/host';

const name = 'experiments/inline.experiment.ts';
const text = `import { configure, defineExperiment, losses } from 'metric-lab';

export default defineExperiment({
  paper: 'circle-loss',
  variants: {
    circle: { loss: configure(losses.circle, { margin: 0.4 }) },
    triplet: { loss: losses.triplet },
  },
});
`;

describe('Results in the code', () => {
  let extension: Extension;
  let document: vscode.TextDocument;

  const lenses = async (): Promise<string[]> => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return found.flatMap(({ command }) => (command?.command.startsWith('metricLab.') ? [command.title] : []));
  };
  const hints = async (): Promise<[number, string][]> => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      all,
    );
    return found.map(({ position, label }) => [position.line, String(label)]);
  };
  const configure = (id: string, value: boolean | undefined) =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Workspace);

  const recorded = (run: Parameters<typeof recordRun>[2]) =>
    recordRun(workspaceFolder().uri.fsPath, { file: name, text }, run);

  before(async () => {
    extension = await activated();
    document = await vscode.workspace.openTextDocument(await workspaceFile(name, text));
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await hints(), []);
    for (const seed of [0, 1, 2]) {
      await recorded({ variant: 'circle', seed, recall: 0.7 + seed / 100 });
      await recorded({ variant: 'triplet', seed, recall: 0.6 + [1, 0, 2][seed]! / 100 });
    }
    await until('the runs', () => extension.runs.ofExperiment(document.uri.toString()).length === 6);
  });

  after(async () => {
    await closeEditors();
    for (const { run } of extension.runs.ofExperiment(document.uri.toString())) {
      await vscode.workspace.fs.delete(vscode.Uri.file(run.folder), { recursive: true });
    }
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder().uri, name));
  });

  it('stand above the experiment, with interval and claim', async () => {
    assert.deepEqual(await lenses(), [
      '$(play) Run',
      'Run 5 Seeds',
      'R@1 71.0 ± 2.5 (3)',
      'claim supported',
      'Results',
    ]);
  });

  it('stand at the end of the line of each variant', async () => {
    assert.deepEqual(await hints(), [
      [5, 'R@1 71.0 ± 2.5 (3)'],
      [6, 'R@1 61.0 ± 2.5 (3)'],
    ]);
  });

  it('stand in a small table where the pointer rests on a variant', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(text.indexOf('circle: {') + 1),
    );
    const [table] = hovers
      .flatMap(({ contents }) => contents)
      .flatMap((part) => (part instanceof vscode.MarkdownString ? [part.value] : []))
      .filter((value) => value.includes('MAP'));
    assert.match(table ?? '', /\| 2 \| 72\\\.0 \| 36\\\.0 \|\n\| mean of 3 \| 71\\\.0 ± 2\\\.5 \|/);
    assert.match(table ?? '', /command:metricLab\.showResults/);
  });

  it('can be turned off', async () => {
    await configure('metricLab.codeLens.enabled', false);
    await configure('metricLab.inlayHints.enabled', false);
    try {
      assert.deepEqual([await lenses(), await hints()], [[], []]);
    } finally {
      await configure('metricLab.codeLens.enabled', undefined);
      await configure('metricLab.inlayHints.enabled', undefined);
    }
  });

  it('are of an earlier version once the code has changed, and not for a comment', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// mine\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await hints(), [
      [6, 'R@1 71.0 ± 2.5 (3)'],
      [7, 'R@1 61.0 ± 2.5 (3)'],
    ]);
    const change = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('0.4'));
    change.replace(document.uri, new vscode.Range(at, at.translate(0, 3)), '0.5');
    await vscode.workspace.applyEdit(change);
    assert.equal((await hints())[0]?.[1], 'R@1 71.0 ± 2.5 (3) · of an earlier version');
    assert.deepEqual(await lenses(), [
      '$(play) Run',
      'Run 5 Seeds',
      'R@1 71.0 ± 2.5 (3) · of an earlier version',
      'Results',
    ]);
  });
});
