import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { SettingId } from '../ids';
import type { RunStore } from '../runs/runStore';
import { onDidChangeSetting, readSetting } from '../settings';

/**
 * What stands in open documents while a setting is on: the editor is asked to draw anew only where the runs would have something
 * else stand there.
 */
export class Shown<Item> extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly texts = new WeakMap<vscode.TextDocument, string>();

  /** @param itemsOf what would stand in a document now */
  constructor(
    private readonly runs: RunStore,
    private readonly setting: SettingId,
    private readonly itemsOf: (document: vscode.TextDocument) => Item[],
  ) {
    super();
  }

  register(): void {
    this.track(this.runs.onDidChange(() => this.isOutdated() && this.changed.fire()));
    this.track(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
    this.track(onDidChangeSetting(this.setting, () => this.changed.fire()));
  }

  /** What stands in a document from now on. */
  in(document: vscode.TextDocument): Item[] {
    const items = this.now(document);
    this.texts.set(document, JSON.stringify(items));
    return items;
  }

  private now(document: vscode.TextDocument): Item[] {
    return readSetting(this.setting, document.uri) ? this.itemsOf(document) : [];
  }

  private isOutdated(): boolean {
    return vscode.workspace.textDocuments.some((document) => {
      const shown = this.texts.get(document);
      return shown !== undefined && shown !== JSON.stringify(this.now(document));
    });
  }
}
