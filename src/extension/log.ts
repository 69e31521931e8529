import * as vscode from 'vscode';
import { withoutLinks } from './markdownText';

/** Something that the user can put right; shown as it stands. */
export class UserError extends Error {}

/** The output channel "Metric Lab", and the one way in which an error reaches the user. */
export class Log implements vscode.Disposable {
  constructor(private readonly channel: vscode.LogOutputChannel) {}

  dispose(): void {
    this.channel.dispose();
  }

  info(message: string): void {
    this.channel.info(message);
  }

  warn(message: string): void {
    this.channel.warn(message);
  }

  /** Logs an error with its stack, and shows its message once. */
  report(error: unknown, doing: string): void {
    const message = error instanceof Error ? error.message : String(error);
    this.channel.error(
      `${doing}: ${error instanceof Error && !(error instanceof UserError) ? (error.stack ?? message) : message}`,
    );
    void this.show(message);
  }

  private async show(message: string): Promise<void> {
    const showOutput = vscode.l10n.t('Show Output');
    if ((await vscode.window.showErrorMessage(withoutLinks(message), showOutput)) === showOutput)
      this.channel.show();
  }
}
