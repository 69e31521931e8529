import * as vscode from 'vscode';
import type { ContextKeys } from './ids';

/** Sets context keys for `when` clauses; the editor hears of one only when it changes. */
export class ContextKeyWriter {
  private readonly current = new Map<keyof ContextKeys, unknown>();

  set<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
    if (this.current.get(key) === value) return;
    this.current.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
