import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import * as vscode from 'vscode';
import type { IdeaEntry } from '../../src/protocol/idea';
import { activated, closeEditors, root, workspaceFile, workspaceFolder } from './support/host';

const languages = [
  ['typescript', 'ts'],
  ['javascript', 'js'],
] as const;

const importOfLab = /^import \{([^}]*)\} from 'metric-lab';$/gm;

/** What a file imports from `metric-lab`, in its one import if it has any. */
function imported(text: string): string[] {
  const [all, ...more] = [...text.matchAll(importOfLab)].map(([, names = '']) => names.split(','));
  assert.equal(more.length, 0);
  return (all ?? [])
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .sort();
}

describe('Every idea, inserted into an experiment of the workspace', () => {
  const folder = 'experiments/inserted';
  let ideas: readonly IdeaEntry[];
  let experiment: string;

  before(async () => {
    await activated();
    const text = async (name: string) =>
      (await vscode.workspace.openTextDocument(path.join(root, 'snippets', name))).getText();
    ideas = JSON.parse(await text('catalogue.json')) as IdeaEntry[];
    experiment = await text('experiment.ts');
  });
  after(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder().uri, folder), { recursive: true });
  });

  for (const [language, ending] of languages) {
    it(`stands in the ${language} file, which imports what it needs`, async () => {
      const { document } = await vscode.window.showTextDocument(
        await workspaceFile(`experiments/inserted.experiment.${ending}`, experiment),
      );
      for (const { id, name, body } of ideas) {
        await vscode.commands.executeCommand('metricLab.insertSnippet', { ideaId: id });
        const text = document.getText();
        const needed = [...imported(body[language].join('\n')), ...imported(experiment)];
        assert.deepEqual(imported(text), [...new Set(needed)].sort(), id);
        assert.match(text, new RegExp(`^export (async )?function\\*? ${name}\\(`, 'm'), id);
        assert.doesNotMatch(text, /\$\{\d+:/, id);
        await workspaceFile(`${folder}/${name}.${language}.${ending}`, text);
        await vscode.commands.executeCommand('undo');
        assert.equal(document.getText(), experiment);
      }
      await closeEditors();
      await vscode.workspace.fs.delete(document.uri);
    });
  }

  it("compiles, runs, and gives the library's values and slopes", async () => {
    const script = path.join(root, 'dist/test/support/checkInserted.mjs');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, path.join(workspaceFolder().uri.fsPath, folder)],
      { cwd: root, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
    );
    assert.equal(stdout.trim(), `${2 * ideas.length} files compile and run`);
  });
});
