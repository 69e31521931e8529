import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { runsViewId } from '../ids';
import { escapeMarkdown } from '../markdownText';
import { progressText, runProgressText } from '../runs/progressText';
import type { RunStore, StoredRun } from '../runs/runStore';
import { onDidChangeSetting, readSetting } from '../settings';

/** One item in the status bar while something runs: how far it is. */
export class RunningStatus extends Disposable {
  private item: vscode.StatusBarItem | null = null;

  constructor(private readonly runs: RunStore) {
    super();
  }

  register(): void {
    this.track(this.runs.onDidChange(() => this.show()));
    this.track(onDidChangeSetting('metricLab.statusBar.enabled', () => this.show()));
    this.track({ dispose: () => this.item?.dispose() });
  }

  /** What the item says; null while nothing runs or it is turned off. */
  get text(): string | null {
    return this.item?.text ?? null;
  }

  private show(): void {
    const running = readSetting('metricLab.statusBar.enabled')
      ? this.runs.runs.filter(({ row }) => row.state === 'running')
      : [];
    if (running.length === 0) {
      this.item?.dispose();
      this.item = null;
      return;
    }
    this.item ??= this.newItem();
    this.item.text = `$(sync~spin) ${statusText(running)}`;
    this.item.tooltip = new vscode.MarkdownString(
      running.map(({ row }) => `- ${escapeMarkdown(runProgressText(row))}`).join('\n'),
    );
  }

  private newItem(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('metricLab.running', vscode.StatusBarAlignment.Left);
    item.name = vscode.l10n.t('Metric Lab: running experiments');
    // The editor makes this command for each view.
    item.command = `${runsViewId}.focus`;
    item.show();
    return item;
  }
}

function statusText(running: readonly StoredRun[]): string {
  const rows = running.map(({ row }) => row);
  return rows.length === 1 && rows[0]
    ? runProgressText(rows[0])
    : vscode.l10n.t('{0} runs: {1}', rows.length, progressText(rows));
}
