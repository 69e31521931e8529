import * as vscode from 'vscode';
import type { ContextKeyWriter } from './contextKeys';
import { Disposable } from './disposable';
import type { ContextKeys } from './ids';

/** The context keys that complete the steps of the walkthrough. */
export type FirstStep = Extract<keyof ContextKeys, `metricLab.done.${string}`>;

const memory = 'firstSteps';

/**
 * Completes the steps of the walkthrough. The editor heeds such a key only at the moment in which it becomes true, and not before
 * the walkthrough was opened: what is done is told by a pulse, and again where a walkthrough may have been opened.
 */
export class FirstSteps extends Disposable {
  constructor(
    private readonly state: vscode.Memento,
    private readonly contextKeys: ContextKeyWriter,
  ) {
    super();
  }

  register(): void {
    const isForeign = ({ input }: vscode.Tab) => input === undefined;
    this.track(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        // Extensions are told nothing of what a walkthrough's tab shows.
        if ([...opened, ...changed].some(isForeign)) this.tell();
      }),
    );
  }

  complete(step: FirstStep): void {
    if (this.done.includes(step)) return;
    void this.state.update(memory, [...this.done, step]);
    this.tell();
  }

  /** Completes a step once something has been done, and not where it was called off. */
  async completeBy(step: FirstStep, done: Promise<boolean>): Promise<void> {
    if (await done) this.complete(step);
  }

  private get done(): readonly FirstStep[] {
    return this.state.get<readonly FirstStep[]>(memory, []);
  }

  private tell(): void {
    for (const step of this.done) {
      this.contextKeys.set(step, true);
      this.contextKeys.set(step, false);
    }
  }
}
