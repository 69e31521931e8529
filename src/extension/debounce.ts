import type * as vscode from 'vscode';

/** Calls `action` once, `milliseconds` after the first of many triggers, and again only after it is done. */
export class Debounced implements vscode.Disposable {
  private timer: NodeJS.Timeout | null = null;
  private running = false;
  private again = false;

  constructor(
    private readonly action: () => Promise<void> | void,
    private readonly milliseconds: number,
  ) {}

  trigger(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.timer ??= setTimeout(() => void this.run(), this.milliseconds);
  }

  dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.again = false;
  }

  private async run(): Promise<void> {
    this.timer = null;
    this.running = true;
    try {
      await this.action();
    } finally {
      this.running = false;
      if (this.again) {
        this.again = false;
        this.trigger();
      }
    }
  }
}
