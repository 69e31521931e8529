import * as vscode from 'vscode';
import { commandLink } from '../commands';
import { Disposable } from '../disposable';
import { papersViewId } from '../ids';
import { kindIcons } from '../kindIcons';
import type { RunStore } from '../runs/runStore';
import { percent } from '../runs/standing';
import type { Standing } from '../runs/standing';
import { hoverCard } from './hoverCard';
import { paperLabel } from './paperLabel';
import type { Paper } from './paper';
import type { PaperStore } from './paperStore';
import { childNodes, hasChildren, sectionNodes } from './paperTree';
import type { NoteNode, PaperNode, SectionNode, TreeNode } from './paperTree';

/** The Papers view: sections, papers, notes. */
export class PapersView extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.changed.event;
  /** What the tree says of the papers that have runs. */
  private standings = '';

  constructor(
    private readonly papers: PaperStore,
    private readonly runs: RunStore,
  ) {
    super();
  }

  register(): void {
    this.track(this.papers.onDidChange(() => this.changed.fire()));
    this.track(this.runs.onDidChange(() => this.refreshStandings()));
    this.track(vscode.window.createTreeView(papersViewId, { treeDataProvider: this, showCollapseAll: true }));
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    return parent ? childNodes(parent) : sectionNodes(await this.papers.papers());
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.itemOf(node);
    item.id = node.id;
    if (hasChildren(node)) item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.type === 'paper') {
      item.tooltip = new vscode.MarkdownString(
        hoverCard(node.paper, this.runs.standingOfPaper(node.paperId)),
      );
    }
    return item;
  }

  /** Draws the tree anew only where it would say something else: a run writes every second. */
  private refreshStandings(): void {
    const papers = new Set(this.runs.runs.map(({ row }) => row.paper));
    const standings = [...papers]
      .map((id) => id && `${id} ${describe(this.runs.standingOfPaper(id))}`)
      .join('\n');
    if (standings === this.standings) return;
    this.standings = standings;
    this.changed.fire();
  }

  private itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.type) {
      case 'section':
        return this.sectionItem(node);
      case 'paper':
        return this.paperItem(node);
      case 'note':
        return this.noteItem(node);
    }
  }

  private sectionItem({ section }: SectionNode): vscode.TreeItem {
    const item = new vscode.TreeItem(section.title);
    item.description = String(section.papers.length);
    item.contextValue = 'section';
    return item;
  }

  private paperItem({ paper, paperId }: PaperNode): vscode.TreeItem {
    const standing = describe(this.runs.standingOfPaper(paperId));
    const item = new vscode.TreeItem(paperLabel(paper, standing !== ''));
    item.description = standing;
    item.iconPath = paperIcon(paper);
    item.contextValue = contextValue(paper);
    item.command = commandLink(vscode.l10n.t('Open Notes'), 'metricLab.openPaper', { paperId });
    const spoken = [paper.title, paper.mark ?? '', standing].filter((part) => part !== '');
    item.accessibilityInformation = { label: spoken.join(', ') };
    return item;
  }

  private noteItem({ note, paperId, place }: NoteNode): vscode.TreeItem {
    const item = new vscode.TreeItem(note.text);
    item.tooltip = note.text;
    item.contextValue = 'note';
    item.command = commandLink(vscode.l10n.t('Go to Source Line'), 'metricLab.goToSourceLine', {
      paperId,
      place,
    });
    return item;
  }
}

/** `R@1 71.1`, `running 62%`; empty where there are no runs. */
function describe({ best, progress }: Standing): string {
  if (progress !== null) return vscode.l10n.t('running {0}%', Math.floor(100 * progress));
  return best ? `R@1 ${percent(best.recallAt1)}` : '';
}

/** The kind as a picture, coloured by the mark; the mark itself stands in words beside it. */
function paperIcon({ facts, mark }: Paper): vscode.ThemeIcon {
  const colours = { '+1': 'charts.green', '-1': 'charts.red' };
  const icon = facts ? (kindIcons[facts.kind] ?? 'lightbulb') : 'file-text';
  return new vscode.ThemeIcon(icon, mark ? new vscode.ThemeColor(colours[mark]) : undefined);
}

/** What can be done with a paper, for the `when` clauses of its menu: `paper arxiv snippet source`. */
function contextValue({ facts, entries }: Paper): string {
  const can = ['paper'];
  if (facts?.arxiv) can.push('arxiv');
  if (facts && facts.ideas.length > 0) can.push('snippet');
  if (entries.length > 0) can.push('source');
  return can.join(' ');
}
