import * as vscode from 'vscode';
import type { GoldenRecord, IdeaEntry } from '../../protocol/idea';
import { commandLink } from '../commands';
import type { ContextKeyWriter } from '../contextKeys';
import { Disposable } from '../disposable';
import { snippetsViewId } from '../ids';
import { kindIcons } from '../kindIcons';
import type { PaperStore } from '../papers/paperStore';
import type { Catalogue } from './catalogue';
import { ideaCard, originOf } from './ideaCard';
import { ideaNodes, kindNodes, matching } from './ideaTree';
import type { IdeaNode, IdeaTreeNode, KindNode } from './ideaTree';

/** The Snippets view: kinds of ideas, ideas. A filter keeps those that hold its words. */
export class SnippetsView extends Disposable implements vscode.TreeDataProvider<IdeaTreeNode> {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.changed.event;
  private tree: vscode.TreeView<IdeaTreeNode> | null = null;
  private filter = '';
  private titles: ReadonlyMap<string, string> = new Map();
  private goldens: GoldenRecord = {};

  constructor(
    private readonly catalogue: Catalogue,
    private readonly papers: PaperStore,
    private readonly contextKeys: ContextKeyWriter,
  ) {
    super();
  }

  register(): void {
    this.tree = this.track(
      vscode.window.createTreeView(snippetsViewId, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  async getChildren(parent?: IdeaTreeNode): Promise<IdeaTreeNode[]> {
    if (parent) return parent.type === 'kind' ? ideaNodes(parent) : [];
    [this.titles, this.goldens] = await Promise.all([this.papers.titles(), this.catalogue.goldens()]);
    const ideas = matching(await this.catalogue.ideas(), this.filter, (idea) => this.originOf(idea));
    return kindNodes(ideas);
  }

  getTreeItem(node: IdeaTreeNode): vscode.TreeItem {
    return node.type === 'kind' ? this.kindItem(node) : this.ideaItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: IdeaTreeNode): vscode.TreeItem {
    if (node.type === 'idea') {
      const card = ideaCard(node.idea, this.originOf(node.idea), this.goldens[node.ideaId]);
      item.tooltip = new vscode.MarkdownString(card);
    }
    return item;
  }

  /** Asks for words to look for; no words show everything again. */
  async askFilter(): Promise<void> {
    const words = await vscode.window.showInputBox({
      title: vscode.l10n.t('Filter Snippets'),
      prompt: vscode.l10n.t('Words of a name, a kind, a setting or a paper'),
      value: this.filter,
    });
    if (words !== undefined) this.setFilter(words);
  }

  setFilter(words: string): void {
    this.filter = words.trim();
    this.contextKeys.set('metricLab.snippetsFiltered', this.filter !== '');
    if (this.tree) this.tree.description = this.filter;
    this.changed.fire();
  }

  private kindItem({ kind, ideas }: KindNode): vscode.TreeItem {
    const state =
      this.filter === ''
        ? vscode.TreeItemCollapsibleState.Collapsed
        : vscode.TreeItemCollapsibleState.Expanded;
    const item = new vscode.TreeItem(kindTitle(kind), state);
    // The editor keeps what is open by id: a filter opens all, and leaves what was open without it as it was.
    item.id = `${kind}/${this.filter}`;
    item.description = String(ideas.length);
    item.contextValue = 'kind';
    return item;
  }

  private ideaItem({ idea, ideaId }: IdeaNode): vscode.TreeItem {
    const item = new vscode.TreeItem(idea.name);
    const origin = this.originOf(idea);
    item.id = `${ideaId}/${this.filter}`;
    item.description = origin;
    item.iconPath = new vscode.ThemeIcon(kindIcons[idea.kind] ?? 'lightbulb');
    item.contextValue = 'idea';
    item.command = commandLink(vscode.l10n.t('Insert Snippet'), 'metricLab.insertSnippet', { ideaId });
    item.accessibilityInformation = { label: [idea.name, idea.summary, origin].filter(Boolean).join(', ') };
    return item;
  }

  private originOf(idea: IdeaEntry): string {
    return originOf(idea, (id) => this.titles.get(id) ?? id);
  }
}

function kindTitle(kind: IdeaEntry['kind']): string {
  const titles: Readonly<Record<IdeaEntry['kind'], string>> = {
    loss: vscode.l10n.t('Losses'),
    regularizer: vscode.l10n.t('Regularizers'),
    sampler: vscode.l10n.t('Samplers'),
    miner: vscode.l10n.t('Miners'),
    distance: vscode.l10n.t('Distances'),
    metric: vscode.l10n.t('Metrics'),
    statistic: vscode.l10n.t('Statistics'),
    method: vscode.l10n.t('Methods'),
  };
  return titles[kind];
}
