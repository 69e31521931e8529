import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEditors, until, workspaceFile, workspaceFolder } from './support/host';

const experimentFile = (name: string) => vscode.Uri.joinPath(workspaceFolder().uri, 'experiments', name);

async function discard(file: vscode.Uri): Promise<void> {
  await closeEditors();
  await vscode.workspace.fs.delete(file);
}

describe('Insert Snippet', () => {
  before(activated);
  afterEach(closeEditors);

  const documentWith = async (language: string, content: string): Promise<vscode.TextEditor> => {
    const editor = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language, content }),
    );
    const end = editor.document.positionAt(content.length);
    editor.selection = new vscode.Selection(end, end);
    return editor;
  };

  it("puts a paper's loss at the cursor and joins its imports to those at the top", async () => {
    const { document } = await documentWith(
      'typescript',
      "import { data } from 'metric-lab';\n\nconst own = 1;\n\n",
    );
    await vscode.commands.executeCommand('metricLab.insertSnippet', { paperId: 'circle-loss' });
    const text = document.getText();
    assert.match(
      text,
      /^import \{\s+data,[^}]*\btf\b[^}]*\} from 'metric-lab';\n\nconst own = 1;\n\n\/\/ see circle-loss: /,
    );
    assert.match(text, /function circle\(/);
    assert.equal(text.match(/^import /gm)?.length, 1);
    assert.doesNotMatch(text, /\$\{\d/);
  });

  it('writes JavaScript into a JavaScript file', async () => {
    const { document } = await documentWith('javascript', '');
    await vscode.commands.executeCommand('metricLab.insertSnippet', { paperId: 'circle-loss' });
    assert.match(document.getText(), /^import \{[^}]*\} from 'metric-lab';\n/);
    assert.doesNotMatch(document.getText(), /: Tensor2D|\btype /);
  });

  it('opens a new TypeScript file where no editor is open', async () => {
    await closeEditors();
    await vscode.commands.executeCommand('metricLab.insertSnippet', { paperId: 'circle-loss' });
    const document = vscode.window.activeTextEditor?.document;
    assert.deepEqual([document?.isUntitled, document?.languageId], [true, 'typescript']);
    assert.match(document?.getText() ?? '', /function circle\(/);
  });

  it('is undone in one step', async () => {
    const before = "import { data } from 'metric-lab';\n\nconst own = 1;\n\n";
    const { document } = await documentWith('typescript', before);
    await vscode.commands.executeCommand('metricLab.insertSnippet', { paperId: 'circle-loss' });
    assert.notEqual(document.getText(), before);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });
});

describe('New Experiment from Paper', () => {
  before(activated);

  for (const [paperId, kind, named] of [
    ['circle-loss', "the library's own experiment", /paper: 'circle-loss',$/m],
    ['hyperbolic-tiling', 'the template', /\/\/ paper: 'hyperbolic-tiling', once/],
  ] as const) {
    it(`writes ${kind}, and never writes over it`, async () => {
      const file = experimentFile(`${paperId}.experiment.ts`);
      await vscode.commands.executeCommand('metricLab.newExperiment', { paperId });
      const editor = await until('the editor', () => vscode.window.activeTextEditor);
      assert.equal(editor.document.uri.toString(), file.toString());
      assert.match(editor.document.getText(), named);

      assert.ok(await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n')));
      assert.ok(await editor.document.save());
      await vscode.commands.executeCommand('metricLab.newExperiment', { paperId });
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^\/\/ mine\n/);
      await discard(file);
    });
  }
});

describe('The types of an experiment', () => {
  before(activated);

  it('resolve in a workspace that has no node_modules', async () => {
    const text = [
      "import { data, tf } from 'metric-lab';",
      'export const scores: number = tf.scalar(1).arraySync();',
      'export const wrong: string = data.glyphs();',
      '',
    ].join('\n');
    const file = await workspaceFile('experiments/types.experiment.ts', text);
    await vscode.window.showTextDocument(file);
    // The wrong line shows that the language service has looked, and that it knows what glyphs() gives.
    const found = await until('diagnostics', () => {
      const all = vscode.languages.getDiagnostics(file);
      return all.length > 0 && all;
    });
    assert.deepEqual(
      found.map(({ range, message }) => [range.start.line, /not assignable to type 'string'/.test(message)]),
      [[2, true]],
    );
    await discard(file);
  });
});
