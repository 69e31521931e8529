/** What a command may be called with, by the tree, a CodeLens, a menu or a key binding. */
import type * as vscode from 'vscode';
import type { Place } from '../literature/mergeSummaries';

export interface PaperTarget {
  readonly paperId: string;
  /** What is meant in a summary; the paper's own lines where it is left out. */
  readonly place?: Place;
}

/** What a menu of the tree passes: the node that it was opened on, and all that are selected where that is one of them. */
export type PaperSelection = [PaperTarget?, (readonly PaperTarget[])?];

/** The papers that a command is meant for, each once; none where it was called without. */
export function papersOf([target, selected]: PaperSelection): string[] {
  const targets = selected && selected.length > 0 ? selected : [target];
  const ids = targets.flatMap((one) => (isPaperTarget(one) && one.paperId !== '' ? [one.paperId] : []));
  return [...new Set(ids)];
}

/** An idea of the lab: `loss/circle`. */
export interface IdeaTarget {
  readonly ideaId: string;
}

export interface ExperimentTarget {
  /** URI of the experiment's file. */
  readonly experiment: string;
  /** All variants where it is left out. */
  readonly variant?: string;
  /** Its first seed where it is left out. */
  readonly seed?: number;
}

export interface RunTarget {
  readonly runId: string;
}

/** Some runs, or a sweep, in the Runs view. */
export interface RunsTarget {
  readonly runIds: readonly string[];
  readonly sweepId?: string;
  /** Jobs of that sweep that have no run yet. */
  readonly jobKeys?: readonly string[];
}

/** A menu of the editor or the explorer passes a URI. */
export type RunnableTarget = PaperTarget | ExperimentTarget | vscode.Uri;

export function isPaperTarget(target: unknown): target is PaperTarget {
  return hasString(target, 'paperId');
}

export function isIdeaTarget(target: unknown): target is IdeaTarget {
  return hasString(target, 'ideaId');
}

export function isExperimentTarget(target: unknown): target is ExperimentTarget {
  return hasString(target, 'experiment');
}

function hasString(value: unknown, key: string): boolean {
  return (
    typeof value === 'object' && value !== null && key in value && typeof Reflect.get(value, key) === 'string'
  );
}
