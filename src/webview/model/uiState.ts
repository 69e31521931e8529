import { usualLayout, type ColumnLayout } from './columnLayout';
import type { Sort } from './sorting';

/** What is shown of a run. */
export const runTabs = ['neighbours', 'embeddings', 'configuration', 'reproduce'] as const;
export type RunTab = (typeof runTabs)[number];

/** How embeddings are laid out in the plane. */
const planes = ['pca', 'umap'] as const;

/** What the reader chose on the page. Kept over hiding and reload; plain JSON. */
export interface UiState {
  readonly sort: Sort | null;
  /** Words and comparisons that the runs shown must meet. */
  readonly filter: string;
  readonly layout: ColumnLayout;
  /** Whether only columns are shown in which the runs differ. */
  readonly differing: boolean;
  /** Group that the others are held against. */
  readonly baseline: string | null;
  /** Groups whose runs are unfolded. */
  readonly open: readonly string[];
  /** CSS pixels that a long table is scrolled by. */
  readonly tableTop: number;
  /** Run or group whose curve is brought out. */
  readonly selected: string | null;
  /** Run or group that the selected one is compared with. */
  readonly compared: string | null;
  /** Groups whose curves are not drawn. */
  readonly hidden: readonly string[];
  /** Validation score drawn. */
  readonly metric: string;
  /** Weight of the past in the smoothed loss, 0 to 0.99. */
  readonly smoothing: number;
  /** Whether the loss is drawn on a logarithmic axis. */
  readonly logLoss: boolean;
  /** Whether a variant's runs are drawn as their mean with its interval, not each by itself. */
  readonly meanCurves: boolean;
  /** Whether the curves' table is unfolded. */
  readonly curveTable: boolean;
  readonly tab: RunTab;
  /** Whether only queries are shown that miss. */
  readonly wrongOnly: boolean;
  readonly plane: (typeof planes)[number];
  /** Variant that Run starts; null for all. */
  readonly variant: string | null;
  /** CSS pixels from the top of the page. */
  readonly scroll: number;
}

export const initialUi: UiState = {
  sort: null,
  filter: '',
  layout: usualLayout,
  differing: false,
  baseline: null,
  open: [],
  tableTop: 0,
  selected: null,
  compared: null,
  hidden: [],
  metric: 'R@1',
  smoothing: 0,
  logLoss: false,
  meanCurves: false,
  curveTable: false,
  tab: 'neighbours',
  wrongOnly: false,
  plane: 'pca',
  variant: null,
  scroll: 0,
};

/**
 * The saved state as far as it is sound; the rest as at first. An older page may have saved it. How the table is arranged is not
 * the page's to keep: the extension does.
 */
export function restoreUi(saved: unknown): UiState {
  const from = isRecord(saved) ? saved : {};
  return {
    ...initialUi,
    filter: stringFrom(from['filter']) ?? initialUi.filter,
    baseline: stringFrom(from['baseline']),
    open: stringsFrom(from['open']),
    tableTop: numberFrom(from['tableTop'], 0, 1e9, initialUi.tableTop),
    selected: stringFrom(from['selected']),
    compared: stringFrom(from['compared']),
    hidden: stringsFrom(from['hidden']),
    metric: stringFrom(from['metric']) ?? initialUi.metric,
    smoothing: numberFrom(from['smoothing'], 0, 0.99, initialUi.smoothing),
    logLoss: from['logLoss'] === true,
    meanCurves: from['meanCurves'] === true,
    curveTable: from['curveTable'] === true,
    tab: oneOf(runTabs, from['tab']),
    wrongOnly: from['wrongOnly'] === true,
    plane: oneOf(planes, from['plane']),
    variant: stringFrom(from['variant']),
    scroll: numberFrom(from['scroll'], 0, 1e9, initialUi.scroll),
  };
}

/** The list with the item, or without it if it was there. */
export function toggled(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** What changes when a line is picked: it is selected, or no longer where it was. */
export function picked(ui: UiState, key: string): Partial<UiState> {
  return { selected: ui.selected === key ? null : key, compared: null };
}

/** What changes when a line is held against the selected one. */
export function held(ui: UiState, key: string): Partial<UiState> {
  if (ui.selected === null || ui.selected === key) return picked(ui, key);
  return { compared: ui.compared === key ? null : key };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The value where it is one of these, else the first of them. */
function oneOf<T extends string>(known: readonly [T, ...T[]], value: unknown): T {
  return known.find((one) => one === value) ?? known[0];
}

function stringFrom(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function stringsFrom(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function numberFrom(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : otherwise;
}
