import * as vscode from 'vscode';
import { Extension } from './extension';

/** @returns the parts, for the tests in the extension host; nothing to anybody else */
export function activate(context: vscode.ExtensionContext): Extension | undefined {
  try {
    const extension = new Extension(context);
    context.subscriptions.push(extension);
    extension.register();
    return context.extensionMode === vscode.ExtensionMode.Test ? extension : undefined;
  } catch (error) {
    // The editor itself keeps a failed activation to its log.
    void vscode.window.showErrorMessage(vscode.l10n.t('Metric Lab could not start: {0}', String(error)));
    throw error;
  }
}
