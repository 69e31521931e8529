import * as vscode from 'vscode';
import { Extension } from './extension';

export function activate(context: vscode.ExtensionContext): void {
  const extension = new Extension(context);
  context.subscriptions.push(extension);
  try {
    extension.register();
  } catch (error) {
    // The editor itself keeps a failed activation to its log.
    void vscode.window.showErrorMessage(vscode.l10n.t('Metric Lab could not start: {0}', String(error)));
    throw error;
  }
}
