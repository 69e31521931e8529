import * as vscode from 'vscode';
import type { Sweep } from '../../protocol/sweep';
import { replicatesInWords } from '../../statistics/pairedScores';
import { commandLink } from '../commands';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import { runsViewId } from '../ids';
import { escapeMarkdown } from '../markdownText';
import type { RunsTarget } from '../targets';
import { RunClaims, type JudgedClaim } from './runClaims';
import type { RunStore, StoredRun } from './runStore';
import {
  childrenOf,
  descriptionOf,
  labelOf,
  runsTree,
  scoresText,
  stateOf,
  type EntryNode,
  type GroupName,
  type RunsNode,
  type RunsTree,
  type TreeRun,
} from './runsTree';
import { claimText } from './scoreText';
import type { SweepStore } from './sweepStore';

/** Runs of a group that a tooltip tells the scores of. */
const mostInTooltip = 10;

const icons: Readonly<Record<GroupName, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin', new vscode.ThemeColor('charts.blue')),
  queued: new vscode.ThemeIcon('clock'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  stopped: new vscode.ThemeIcon('debug-pause'),
};

/** The runs and sweeps of the workspace by what has become of them. */
export class RunsView extends Disposable implements vscode.TreeDataProvider<RunsNode> {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly refreshSoon = this.track(new Debounced(() => this.refresh(), 200));
  private tree: vscode.TreeView<RunsNode> | null = null;
  /** Made when it is asked for. */
  private content: RunsTree | null = null;
  private readonly claims: RunClaims;

  constructor(
    private readonly runs: RunStore,
    private readonly sweeps: SweepStore,
  ) {
    super();
    this.claims = new RunClaims(runs);
  }

  register(): void {
    this.tree = this.track(
      vscode.window.createTreeView(runsViewId, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.track(this.runs.onDidChange(() => this.refreshSoon.trigger()));
    this.track(this.sweeps.onDidChange(() => this.refreshSoon.trigger()));
    this.track(this.tree.onDidChangeVisibility(() => this.refreshSoon.trigger()));
  }

  /** What a command is about: all that is selected with its target, or, by a key, what is selected. */
  chosen(target: RunsTarget | undefined, all: readonly RunsTarget[] | undefined): readonly RunsTarget[] {
    if (all && all.length > 0) return all;
    return target ? [target] : (this.tree?.selection ?? []);
  }

  /** What stands beside the view's name: `2 running · 1 queued`. */
  get description(): string | undefined {
    return this.tree?.description;
  }

  getChildren(node?: RunsNode): RunsNode[] {
    return [...(node ? childrenOf(node) : this.read().groups)];
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'group':
        return groupItem(node);
      case 'more':
        return {
          id: node.id,
          label: vscode.l10n.t('{0} more', node.entries.length),
          collapsibleState: vscode.TreeItemCollapsibleState.Collapsed,
        };
      default:
        return entryItem(node, this.claims.of(node));
    }
  }

  private read(): RunsTree {
    this.content ??= runsTree(
      this.runs.runs.map(treeRun),
      this.sweeps.sweeps.map((stored) => ({
        standing: this.sweeps.standing(stored),
        experiment: stored.experiment.toString(),
        isAlive: stored.owner !== null,
      })),
    );
    return this.content;
  }

  private refresh(): void {
    this.content = null;
    this.claims.clear();
    // A view that nobody sees costs nothing.
    if (!this.tree?.visible) return;
    const { running, queued } = this.read();
    this.tree.description = [
      ...(running > 0 ? [vscode.l10n.t('{0} running', running)] : []),
      ...(queued > 0 ? [vscode.l10n.t('{0} queued', queued)] : []),
    ].join(' · ');
    this.changed.fire();
  }
}

const treeRuns = new WeakMap<StoredRun, TreeRun>();

function treeRun(stored: StoredRun): TreeRun {
  const known = treeRuns.get(stored);
  if (known) return known;
  const { row, run, experiment } = stored;
  const made = {
    ...{ row, experiment: experiment.toString(), sweep: run.record?.sweep?.id ?? null },
    ...{ trial: run.record?.trial ?? null, validationOnly: run.record?.validationOnly ?? false },
  };
  treeRuns.set(stored, made);
  return made;
}

function groupItem({ id, group, entries }: RunsNode & { kind: 'group' }): vscode.TreeItem {
  const names: Readonly<Record<GroupName, string>> = {
    running: vscode.l10n.t('Running'),
    queued: vscode.l10n.t('Queued'),
    done: vscode.l10n.t('Done'),
    failed: vscode.l10n.t('Failed'),
    stopped: vscode.l10n.t('Stopped'),
  };
  return {
    id,
    label: names[group],
    description: String(entries.length),
    collapsibleState: vscode.TreeItemCollapsibleState.Expanded,
    contextValue: 'group',
  };
}

function entryItem(node: EntryNode, claim: JudgedClaim | null): vscode.TreeItem {
  const state = stateOf(node);
  const description = [descriptionOf(node), ...(claim ? [claimText(claim.verdict)] : [])].join(' · ');
  const leaf = node.kind === 'run' || node.kind === 'job';
  const item: vscode.TreeItem = {
    id: node.id,
    label: labelOf(node),
    description,
    iconPath: icons[state],
    tooltip: tooltipOf(node, claim),
    collapsibleState: leaf ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed,
    contextValue: contextOf(node, state),
    accessibilityInformation: { label: `${labelOf(node)}, ${stateInWords(state)}, ${description}` },
  };
  if (node.kind === 'run') {
    item.command = commandLink(vscode.l10n.t('Show Results'), 'metricLab.showResults', {
      experiment: node.experiment,
    });
  }
  return item;
}

/** Words for `when` clauses: `sweep running failures`, `run stopped`. */
function contextOf(node: EntryNode, state: GroupName): string {
  const isOfSweep = node.kind === 'job' || (node.kind === 'run' && node.run.sweep !== null);
  const failures = node.kind === 'sweep' && node.sweep.standing.jobs.some((job) => job.state === 'failed');
  return [node.kind, state, ...(isOfSweep ? ['swept'] : []), ...(failures ? ['failures'] : [])].join(' ');
}

function stateInWords(state: GroupName): string {
  return {
    running: vscode.l10n.t('running'),
    queued: vscode.l10n.t('queued'),
    done: vscode.l10n.t('done'),
    failed: vscode.l10n.t('failed'),
    stopped: vscode.l10n.t('stopped'),
  }[state];
}

function tooltipOf(node: EntryNode, claim: JudgedClaim | null): vscode.MarkdownString {
  const lines = [
    `**${escapeMarkdown(labelOf(node))}**`,
    ...(node.kind === 'sweep' ? sweepLines(node.sweep.standing.sweep) : []),
    ...(claim ? [claimLine(claim)] : []),
    ...runLines(node.kind === 'run' ? [node.run] : node.kind === 'seeds' ? node.runs : []),
  ];
  return new vscode.MarkdownString(lines.join('\n\n'));
}

function claimLine({ claim: { better, than, on }, verdict }: JudgedClaim): string {
  const over = replicatesInWords(verdict.replicates);
  return escapeMarkdown(
    vscode.l10n.t('{0} against {1}, {2}, over {3}: {4}', better, than, on, over, claimText(verdict)),
  );
}

function sweepLines({ experiment, variants, seeds, folds, search }: Sweep): string[] {
  return [
    escapeMarkdown(experiment.file),
    escapeMarkdown(variants.join(', ')),
    vscode.l10n.t('seeds {0}', seeds.join(', ')),
    ...(folds ? [vscode.l10n.t('{0} folds', folds.of)] : []),
    ...(search ? [vscode.l10n.t('{0} trials, {1}', search.trials, search.method)] : []),
  ];
}

function runLines(runs: readonly TreeRun[]): string[] {
  const [first] = runs;
  if (!first) return [];
  const rest = runs.length - mostInTooltip;
  const scores = runs.slice(0, mostInTooltip).flatMap((run) => {
    const { message } = run.row;
    const text = scoresText(run);
    return [
      ...(text === '' ? [] : [escapeMarkdown(text)]),
      ...(message === null ? [] : [escapeMarkdown(message.slice(0, 500))]),
    ];
  });
  if (rest > 0) scores.push(vscode.l10n.t('and {0} more', rest));
  return [escapeMarkdown(first.row.experiment), escapeMarkdown(first.row.backend), ...scores];
}
