import type * as vscode from 'vscode';

/** Owns what it tracks, and lets go of it in reverse order. */
export class Disposable implements vscode.Disposable {
  private readonly tracked: vscode.Disposable[] = [];
  private disposed = false;

  dispose(): void {
    this.disposed = true;
    for (const item of this.tracked.splice(0).reverse()) item.dispose();
  }

  /** What arrives after the end is disposed of at once. */
  protected track<T extends vscode.Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.tracked.push(item);
    return item;
  }
}
