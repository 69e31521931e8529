import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import type { TreeNode } from '../../src/extension/papers/paperTree';
import { activated, closeEditors, root, until } from './support/host';

const configuration = () => vscode.workspace.getConfiguration('metricLab');

describe('The Papers view', () => {
  let extension: Extension;
  const folder = mkdtempSync(path.join(tmpdir(), 'metric-lab-summary-'));
  const summary = path.join(folder, 'summary.md');

  /** Labels and descriptions, indented as the tree shows them. */
  const shown = async (parent?: TreeNode, indent = ''): Promise<string[]> => {
    const lines: string[] = [];
    for (const node of await extension.view.getChildren(parent)) {
      const { label, description } = extension.view.getTreeItem(node);
      lines.push(
        `${indent}${[label, description].filter(Boolean).join(' | ')}`,
        ...(await shown(node, `${indent}  `)),
      );
    }
    return lines;
  };

  const show = (...files: string[]) =>
    configuration().update('summaries', files, vscode.ConfigurationTarget.Workspace);

  before(async () => {
    extension = await activated();
    copyFileSync(path.join(root, 'test/fixtures/summary.md'), summary);
    await show(summary);
  });

  after(async () => {
    await configuration().update('summaries', undefined, vscode.ConfigurationTarget.Workspace);
    await closeEditors();
    rmSync(folder, { recursive: true });
  });

  it('shows sections, papers with their marks, and notes', async () => {
    await until('the summary', async () => (await shown()).includes('Pair losses | 2'));
    assert.deepEqual(await shown(), [
      'Pair losses | 2',
      '  +1 Circle Loss: A Unified Perspective of Pair Similarity Optimization',
      '    Each similarity is weighted by its distance to its own optimum.',
      '      Weights are constants: nothing flows through them.',
      '  −1 A Paper that No Library Knows',
      '    stays text.',
      'Proxies | 1',
      '  SoftTriple Loss: Deep Metric Learning Without Triplet Sampling',
    ]);
  });

  it('offers for each paper what can be done with it', async () => {
    const [section] = await extension.view.getChildren();
    const papers = await extension.view.getChildren(section);
    const can = papers.map((node) => extension.view.getTreeItem(node).contextValue);
    assert.deepEqual(can, ['paper arxiv pdf code snippet experiment source plain', 'paper source plain']);
  });

  it('shows several summaries as one, each paper once, with its place in each', async () => {
    const other = path.join(folder, 'other.md');
    writeFileSync(other, '# Proxies\n\n- Circle Loss\n  - seen in a talk\n- No Fuss Metric Learning\n');
    await show(summary, other);
    const lines = await until('both', async () => {
      const all = await shown();
      return all.includes('  No Fuss Metric Learning') && all;
    });
    assert.equal(lines.filter((line) => line.includes('Circle Loss')).length, 1);
    assert.ok(lines.includes('    seen in a talk'));
    const [section] = await extension.view.getChildren();
    const [circle] = await extension.view.getChildren(section);
    const notes = await extension.view.getChildren(circle);
    const said = notes.find((node) => node.type === 'note' && node.note.text === 'seen in a talk');
    await vscode.commands.executeCommand('metricLab.goToSourceLine', said);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, other);
    assert.equal(editor.selection.active.line, 3);
    await show(summary);
    await until('one', async () => !(await shown()).includes('    seen in a talk'));
  });

  it('still shows the one of the old setting', async () => {
    await configuration().update('summary', summary, vscode.ConfigurationTarget.Workspace);
    await show();
    await until('the summary', async () => (await shown()).includes('Pair losses | 2'));
    await show(summary);
    await configuration().update('summary', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('follows the file', async () => {
    await until('the new paper', async () => {
      // Written again each time: nobody says when a watcher has begun to watch.
      writeFileSync(summary, '## Only\n\n- CVPR 2020-Another Title of a Paper\n');
      return (await shown()).includes('  Another Title of a Paper');
    });
  });

  it('shows nothing, without an error, where the summary is gone', async () => {
    await show(path.join(folder, 'nothing.md'));
    await until('an empty view', async () => (await shown()).length === 0);
  });

  it('shows the bundled library where no summary is chosen', async () => {
    await show();
    const lines = await until('the library', async () => {
      const all = await shown();
      return all.length > 40 && all;
    });
    assert.ok(lines.some((line) => line.startsWith('Loss | ')));
    assert.ok(lines.some((line) => line.startsWith('  Circle Loss')));
  });

  it("opens a paper's notes in the preview", async () => {
    await vscode.commands.executeCommand('metricLab.openPaper', { paperId: 'circle-loss' });
    await until('the preview', () =>
      /circle-loss/.test(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? ''),
    );
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('metric-lab-paper:/circle-loss.md'),
    );
    assert.match(page.getText(), /^# Circle Loss/);
    assert.match(page.getText(), /Reported figures/);
  });

  it('copies BibTeX', async () => {
    await vscode.commands.executeCommand('metricLab.copyBibtex', { paperId: 'circle-loss' });
    const text = await until('the clipboard', () => vscode.env.clipboard.readText());
    assert.match(text, /^@inproceedings\{sun2020circle,/);
  });
});
