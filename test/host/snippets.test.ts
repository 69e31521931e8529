import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Extension } from '../../src/extension/extension';
import type { IdeaTreeNode } from '../../src/extension/ideas/ideaTree';
import { activated, closeEditors } from './support/host';

describe('The Snippets view', () => {
  let extension: Extension;

  before(async () => {
    extension = await activated();
  });
  afterEach(closeEditors);

  const children = (parent?: IdeaTreeNode) => extension.snippets.getChildren(parent);
  const ideasOf = async (kind: string): Promise<IdeaTreeNode[]> => {
    const node = (await children()).find((one) => one.type === 'kind' && one.kind === kind);
    assert.ok(node, `no ${kind}`);
    return children(node);
  };
  const nodeOf = async (kind: string, id: string): Promise<IdeaTreeNode> => {
    const node = (await ideasOf(kind)).find((one) => one.type === 'idea' && one.ideaId === id);
    assert.ok(node, id);
    return node;
  };

  it('shows every idea under its kind, with the paper that it is from', async () => {
    const kinds = (await children()).map((node) => extension.snippets.getTreeItem(node));
    assert.deepEqual(
      ['Losses', 'Regularizers', 'Samplers', 'Miners', 'Distances', 'Metrics', 'Statistics'].filter(
        (title) => !kinds.some(({ label }) => label === title),
      ),
      [],
    );
    const item = extension.snippets.getTreeItem(await nodeOf('loss', 'loss/circle'));
    assert.equal(item.label, 'circle');
    assert.match(String(item.description), /^Circle Loss: .*, equation 6$/);
    assert.match(item.accessibilityInformation?.label ?? '', /^circle, Circle loss: /);
  });

  it('shows equation, settings and goldens on hover', async () => {
    const node = await nodeOf('loss', 'loss/circle');
    const { tooltip } = extension.snippets.resolveTreeItem(extension.snippets.getTreeItem(node), node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /```text\nL = mean_i log\(1 \+ /);
    assert.match(tooltip.value, /\| gamma \| 80 \| 256 \|/);
    assert.match(tooltip.value, /Golden values: values \d+\/\d+, gradients \d+\/\d+/);
  });

  it('inserts what is clicked', async () => {
    const { document } = await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'typescript', content: '' }),
    );
    const { command } = extension.snippets.getTreeItem(await nodeOf('miner', 'miner/pairMargin'));
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    assert.match(document.getText(), /^import \{[^}]*\} from 'metric-lab';\n/);
    assert.match(document.getText(), /export function pairMargin\(/);
  });

  it('inserts by a menu, which passes the node', async () => {
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'javascript', content: '' }),
    );
    await vscode.commands.executeCommand(
      'metricLab.insertSnippet',
      await nodeOf('regularizer', 'regularizer/zeroMean'),
    );
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /export function zeroMean\(rows\) \{/);
  });

  it('keeps what a filter asks for, and shows all again without it', async () => {
    const before = (await children()).length;
    extension.snippets.setFilter('signal noise');
    const kinds = await children();
    const names = (await Promise.all(kinds.map(children)))
      .flat()
      .map((node) => node.type === 'idea' && node.ideaId);
    assert.ok(names.includes('regularizer/zeroMean'), String(names));
    assert.ok(!names.includes('loss/circle'));
    assert.equal(
      extension.snippets.getTreeItem(kinds[0]!).collapsibleState,
      vscode.TreeItemCollapsibleState.Expanded,
    );
    await vscode.commands.executeCommand('metricLab.clearSnippetFilter');
    assert.equal((await children()).length, before);
  });
});
