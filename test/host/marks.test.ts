import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import { papersMime } from '../../src/extension/ids';
import { paperDrag } from '../../src/extension/papers/paperDrag';
import type { TreeNode } from '../../src/extension/papers/paperTree';
import { activated, closeEditors, until, workspaceFolder } from './support/host';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(`metricLab.${command}`, ...args);

describe("The reader's own marks in the Papers view", () => {
  let extension: Extension;
  const file = () => vscode.Uri.joinPath(workspaceFolder().uri, '.metric-lab/papers.json').fsPath;
  const saved = () => JSON.parse(readFileSync(file(), 'utf8')) as { papers: Record<string, object> };
  const configuration = () => vscode.workspace.getConfiguration('metricLab');

  before(async () => {
    extension = await activated();
    await configuration().update('summaries', [], vscode.ConfigurationTarget.Workspace);
  });

  after(async () => {
    extension.arrangement.change({ grouping: 'section', sorting: 'document', filter: '' });
    await configuration().update('summaries', undefined, vscode.ConfigurationTarget.Workspace);
    rmSync(file(), { force: true });
    rmSync(vscode.Uri.joinPath(workspaceFolder().uri, 'notes').fsPath, { recursive: true, force: true });
    await closeEditors();
  });

  const children = (parent?: TreeNode) => extension.view.getChildren(parent);
  const labels = async (parent?: TreeNode) =>
    (await children(parent)).map((node) => String(extension.view.getTreeItem(node).label));
  const papersIn = async (group: string): Promise<TreeNode[]> => {
    const nodes = await children();
    const node = nodes.find((one) => extension.view.getTreeItem(one).label === group);
    assert.ok(node, `${group} among ${String(await labels())}`);
    return children(node);
  };
  const nodesOf = async (...ids: string[]): Promise<TreeNode[]> => {
    const all = (await Promise.all((await children()).map(children))).flat();
    return ids.map((id) => {
      const node = all.find((one) => one.type === 'paper' && one.paperId === id);
      assert.ok(node, id);
      return node;
    });
  };

  it('are never set where the row was drawn anew during the click: the editor passes nothing then', async () => {
    const before = extension.marks.get('circle-loss');
    await run('starPaper', undefined);
    await run('markRead', undefined, undefined);
    assert.deepEqual(extension.marks.get('circle-loss'), before);
  });

  it('are set for all that is selected, and saved', async () => {
    const nodes = await until('the library', async () =>
      (await children()).length > 5 ? nodesOf('circle-loss', 'softtriple') : null,
    );
    await run('markReading', nodes[0], nodes);
    await run('starPaper', nodes[0]);
    assert.deepEqual(saved().papers, {
      'circle-loss': { status: 'reading', starred: true },
      softtriple: { status: 'reading' },
    });
    const [circle] = await nodesOf('circle-loss');
    const item = extension.view.getTreeItem(circle!);
    assert.match(String(item.label), /^★ Circle Loss/);
    assert.match(String(item.description), /\breading$/);
    assert.match(String(item.contextValue), /\bstarred\b/);
  });

  it('group the papers', async () => {
    await run('groupPapersByStatus');
    assert.deepEqual((await labels()).slice(0, 2), ['Reading', 'No Status']);
    const ids = (await papersIn('Reading')).map((node) => node.type === 'paper' && node.paperId);
    assert.deepEqual(ids.sort(), ['circle-loss', 'softtriple']);
    await run('groupPapersByYear');
    assert.match((await labels())[0]!, /^20\d\d$/);
    await run('groupPapersBySection');
  });

  it('are found by a filter, as are words of the notes', async () => {
    extension.arrangement.change({ filter: '@starred' });
    const groups = await children();
    assert.equal(groups.length, 1);
    assert.equal(
      extension.view.getTreeItem(groups[0]!).collapsibleState,
      vscode.TreeItemCollapsibleState.Expanded,
    );
    assert.deepEqual(await labels(groups[0]), ['★ Circle Loss']);
    await run('clearPaperFilter');
    assert.ok((await children()).length > 5);
  });

  it('are kept where another window marks other papers, and each hears of the other', async () => {
    const text = saved();
    writeFileSync(
      file(),
      JSON.stringify({ papers: { ...text.papers, 'margin-distance-weighted': { tags: ['other window'] } } }),
    );
    await run('markRead', ...(await nodesOf('circle-loss')));
    assert.deepEqual(saved().papers, {
      'circle-loss': { status: 'read', starred: true },
      softtriple: { status: 'reading' },
      'margin-distance-weighted': { tags: ['other window'] },
    });
    assert.deepEqual(extension.marks.get('margin-distance-weighted').tags, ['other window']);
    writeFileSync(file(), JSON.stringify({ papers: { 'margin-distance-weighted': { starred: true } } }));
    await until('the other window', () => extension.marks.get('margin-distance-weighted').starred);
    assert.equal(extension.marks.get('circle-loss').status, null);
  });

  it('leave a broken file as it is, and say so', async () => {
    const before = readFileSync(file(), 'utf8');
    writeFileSync(file(), '{"papers": {"circle-loss": {"status": "later"');
    await assert.rejects(extension.marks.setStarred(['circle-loss'], true), /papers\.json cannot be read/);
    assert.match(readFileSync(file(), 'utf8'), /later"$/);
    assert.equal(extension.marks.get('margin-distance-weighted').starred, true);
    writeFileSync(file(), before);
  });

  it("come with the reader's own notes, a file beside what is read", async () => {
    await run('openMyNotes', { paperId: 'circle-loss' });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /\/notes\/circle-loss\.md$/);
    assert.match(editor?.document.getText() ?? '', /^# Circle Loss/);
    await editor?.edit((edit) => edit.insert(new vscode.Position(3, 0), 'Try a larger marginalia.\n'));
    await editor?.document.save();
    await until('the words', () => extension.myNotes.textOf('circle-loss')?.includes('marginalia'));
    extension.arrangement.change({ filter: 'marginalia' });
    const found = await Promise.all((await children()).map(children));
    assert.deepEqual(
      found.flat().map((node) => node.type === 'paper' && node.paperId),
      ['circle-loss'],
    );
    await run('clearPaperFilter');
    await run('openMyNotes', { paperId: 'circle-loss' });
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /marginalia/);
  });
});

describe('Papers that are taken out of the view', () => {
  let extension: Extension;
  before(async () => {
    extension = await activated();
  });
  afterEach(closeEditors);

  const node = async (id: string): Promise<TreeNode> => {
    const groups = await extension.view.getChildren();
    const all = (await Promise.all(groups.map((group) => extension.view.getChildren(group)))).flat();
    const found = all.find((one) => one.type === 'paper' && one.paperId === id);
    assert.ok(found, id);
    return found;
  };
  const cancelled = new vscode.CancellationTokenSource().token;
  const dropped = async (ids: readonly string[], text = '') => {
    await vscode.workspace
      .getConfiguration('metricLab')
      .update('summaries', [], vscode.ConfigurationTarget.Workspace);
    await until('the library', async () => (await extension.view.getChildren()).length > 5);
    const transfer = new vscode.DataTransfer();
    await paperDrag.handleDrag?.(await Promise.all(ids.map(node)), transfer, cancelled);
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: text });
    const edit = await extension.drop.provideDocumentDropEdits(document, new vscode.Position(0, 0), transfer);
    return { transfer, document, edit };
  };

  it('insert their snippet where they are dropped into code', async () => {
    const { document, edit } = await dropped(['circle-loss']);
    assert.ok(edit?.additionalEdit);
    assert.ok(await vscode.workspace.applyEdit(edit.additionalEdit));
    assert.match(document.getText(), /^import \{[^}]*\} from 'metric-lab';\n/);
    assert.match(document.getText(), /export function circle\(/);
  });

  it('leave a comment for each where there are several', async () => {
    const { edit, transfer } = await dropped(['circle-loss', 'softtriple']);
    assert.match(
      String(edit?.insertText),
      /^\/\/ see circle-loss: Yifan Sun et al\. Circle Loss: .* CVPR 2020\.\n\/\/ see softtriple: .*\n$/,
    );
    const plain = await transfer.get('text/plain')?.asString();
    assert.match(
      plain ?? '',
      /^\[Circle Loss\\: .*\]\(<https:\/\/arxiv\.org\/abs\/2002\.10857>\)\n\[SoftTriple/,
    );
    assert.equal(await transfer.get(papersMime)?.asString(), 'circle-loss\nsofttriple');
  });

  it('leave nothing where something else is dropped', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: '' });
    const transfer = new vscode.DataTransfer();
    transfer.set('text/plain', new vscode.DataTransferItem('words'));
    const edit = await extension.drop.provideDocumentDropEdits(document, new vscode.Position(0, 0), transfer);
    assert.equal(edit, undefined);
  });

  it('are copied, one or several, as BibTeX, citation and link', async () => {
    const nodes = [await node('circle-loss'), await node('softtriple')];
    const copied = async (command: string, ...args: unknown[]) => {
      await run(command, ...args);
      return vscode.env.clipboard.readText();
    };
    const both = await until('both', async () => {
      const text = await copied('copyBibtex', nodes[0], nodes);
      return text.match(/^@/gm)?.length === 2 && text;
    });
    assert.match(both, /^@inproceedings\{sun2020circle,[\s\S]*\n\}\n\n@inproceedings\{qian2019/);
    assert.match(await copied('copyCitation', nodes[0]), /^Yifan Sun et al\. Circle Loss/);
    assert.match(await copied('copyMarkdownLink', nodes[1]), /^\[SoftTriple Loss/);
  });
});
