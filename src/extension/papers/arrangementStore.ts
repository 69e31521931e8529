import * as vscode from 'vscode';
import type { ContextKeyWriter } from '../contextKeys';
import { Disposable } from '../disposable';
import { asArrangement } from './arrangement';
import type { Arrangement } from './arrangement';

const stateKey = 'papers.arrangement';

/** How this workspace's Papers view is arranged, kept from one session to the next. */
export class ArrangementStore extends Disposable {
  private readonly changed = this.track(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private arrangement: Arrangement;

  constructor(
    private readonly state: vscode.Memento,
    private readonly contextKeys: ContextKeyWriter,
  ) {
    super();
    this.arrangement = asArrangement(state.get(stateKey));
  }

  register(): void {
    this.writeContextKeys();
  }

  get current(): Arrangement {
    return this.arrangement;
  }

  change(change: Partial<Arrangement>): void {
    this.arrangement = { ...this.arrangement, ...change };
    void this.state.update(stateKey, this.arrangement);
    this.writeContextKeys();
    this.changed.fire();
  }

  private writeContextKeys(): void {
    const { grouping, sorting, filter } = this.arrangement;
    this.contextKeys.set('metricLab.papersGrouping', grouping);
    this.contextKeys.set('metricLab.papersSorting', sorting);
    this.contextKeys.set('metricLab.papersFiltered', filter.trim() !== '');
  }
}
