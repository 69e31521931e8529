import * as vscode from 'vscode';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import { papersViewId } from '../ids';
import type { Arrangement, Grouping } from './arrangement';
import type { ArrangementStore } from './arrangementStore';
import { hoverCard } from './hoverCard';
import type { LibraryNotes } from './libraryNotes';
import type { Paper } from './paper';
import { distinctPapers, filterPapers, groupPapers } from './paperGroups';
import { groupItem, noteItem, paperItem } from './paperItem';
import { PaperSearch } from './paperSearch';
import type { PaperStandings } from './paperStandings';
import type { PaperStore } from './paperStore';
import { childNodes, groupNodes, hasChildren } from './paperTree';
import type { GroupNode, PaperNode, TreeNode } from './paperTree';

/** The Papers view: groups, papers, notes, as the arrangement asks. */
export class PapersView extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly refresh = this.track(new Debounced(() => this.changed.fire(), 50));
  private readonly search: PaperSearch;
  private tree: vscode.TreeView<TreeNode> | null = null;
  /** What the view shows now. */
  private groups: readonly GroupNode[] = [];
  /** Ids of what stands open: the editor forgets those that a filter takes away. */
  private readonly open = new Set<string>();

  constructor(
    private readonly papers: PaperStore,
    private readonly standings: PaperStandings,
    private readonly libraryNotes: LibraryNotes,
    private readonly arrangement: ArrangementStore,
    private readonly dragAndDrop: vscode.TreeDragAndDropController<TreeNode>,
  ) {
    super();
    this.search = new PaperSearch(({ id, facts }) => {
      const { marks, myNotes, hasExperiment } = standings.of(id);
      return { marks, notes: [myNotes, facts && libraryNotes.textOf(facts.id)], hasExperiment };
    });
  }

  register(): void {
    for (const { onDidChange } of [this.papers, this.standings, this.arrangement]) {
      this.track(onDidChange(() => this.refresh.trigger()));
    }
    this.tree = this.track(
      vscode.window.createTreeView(papersViewId, {
        treeDataProvider: this,
        showCollapseAll: true,
        canSelectMany: true,
        dragAndDropController: this.dragAndDrop,
      }),
    );
    this.track(this.tree.onDidExpandElement(({ element }) => this.open.add(element.id)));
    this.track(this.tree.onDidCollapseElement(({ element }) => this.open.delete(element.id)));
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    return parent ? childNodes(parent) : this.roots();
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.type === 'group' ? undefined : node.parent;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.itemOf(node);
    item.id = node.id;
    if (hasChildren(node)) {
      const isFound = node.type === 'group' && this.arrangement.current.filter !== '';
      item.collapsibleState =
        isFound || this.open.has(node.id)
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed;
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.type === 'paper') {
      item.tooltip = new vscode.MarkdownString(hoverCard(node.paper, this.standings.of(node.paperId)));
    }
    return item;
  }

  /** Shows a paper in the tree, where it is among those that are shown. */
  async reveal(paperId: string): Promise<void> {
    const node = this.find(paperId);
    if (node && this.tree?.visible) await this.tree.reveal(node, { select: true });
  }

  private find(paperId: string): PaperNode | undefined {
    const group = this.groups.find(({ group }) => group.papers.some(({ id }) => id === paperId));
    const nodes = group ? childNodes(group) : [];
    return nodes.find((node): node is PaperNode => node.type === 'paper' && node.paperId === paperId);
  }

  private async roots(): Promise<GroupNode[]> {
    const arrangement = this.arrangement.current;
    const filter = arrangement.filter.trim();
    const [collection] = await Promise.all([
      this.papers.papers(),
      this.standings.load(),
      filter === '' ? undefined : this.libraryNotes.load(),
    ]);
    const shown = filter === '' ? collection : filterPapers(collection, this.search.matcher(filter));
    const groups = groupPapers(shown, arrangement, this.standings);
    const filtered = filter === '' ? '' : ' filtered';
    this.groups = groupNodes(groups, `${arrangement.grouping}${filtered}`);
    this.describe(arrangement, distinctPapers(shown), distinctPapers(collection));
    return [...this.groups];
  }

  /** `library · 12 of 49 · proxy · year`: where no summary is chosen, what the view leaves out, how it is grouped; and what could not be read. */
  private describe({ filter, grouping }: Arrangement, shown: readonly Paper[], all: readonly Paper[]): void {
    if (!this.tree) return;
    const words = filter.trim();
    const parts = [
      ...(this.papers.isLibrary ? [vscode.l10n.t('library')] : []),
      ...(words === '' ? [] : [vscode.l10n.t('{0} of {1}', shown.length, all.length), words]),
      ...(grouping === 'section' ? [] : [groupingName(grouping)]),
    ];
    this.tree.description = parts.join(' · ');
    const missing = this.papers.missing.map((file) => vscode.workspace.asRelativePath(file));
    // Where nothing is shown at all the welcome view says so.
    this.tree.message =
      missing.length > 0 && all.length > 0
        ? vscode.l10n.t('Cannot be read: {0}', missing.join(', '))
        : undefined;
  }

  private itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.type) {
      case 'group':
        return groupItem(node, this.arrangement.current.grouping);
      case 'paper':
        return paperItem(node.paper, this.standings.of(node.paperId));
      case 'note':
        return noteItem(node);
    }
  }
}

function groupingName(grouping: Grouping): string {
  const names: Readonly<Record<Grouping, string>> = {
    section: vscode.l10n.t('section'),
    year: vscode.l10n.t('year'),
    venue: vscode.l10n.t('venue'),
    kind: vscode.l10n.t('kind'),
    mark: vscode.l10n.t('mark'),
    status: vscode.l10n.t('status'),
    tag: vscode.l10n.t('tag'),
  };
  return names[grouping];
}
