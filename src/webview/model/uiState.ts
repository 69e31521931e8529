import type { Sort } from './sorting';

/** What the reader chose on the page. Kept over hiding and reload; plain JSON. */
export interface UiState {
  readonly sort: Sort | null;
  /** Page of the runs' table, from 0. */
  readonly page: number;
  /** Groups whose runs are folded away. */
  readonly closed: readonly string[];
  /** Run or group whose curve is brought out. */
  readonly selected: string | null;
  /** Groups whose curves are not drawn. */
  readonly hidden: readonly string[];
  /** Validation score drawn. */
  readonly metric: string;
  /** Weight of the past in the smoothed loss, 0 to 0.99. */
  readonly smoothing: number;
  /** Whether the curves' table is unfolded. */
  readonly curveTable: boolean;
  /** Variant that Run starts; null for all. */
  readonly variant: string | null;
  /** CSS pixels from the top of the page. */
  readonly scroll: number;
}

export const initialUi: UiState = {
  sort: null,
  page: 0,
  closed: [],
  selected: null,
  hidden: [],
  metric: 'R@1',
  smoothing: 0,
  curveTable: false,
  variant: null,
  scroll: 0,
};

/** The saved state as far as it is sound; the rest as at first. An older page may have saved it. */
export function restoreUi(saved: unknown): UiState {
  const from = isRecord(saved) ? saved : {};
  return {
    sort: sortFrom(from['sort']),
    page: Math.floor(numberFrom(from['page'], 0, 1e6, initialUi.page)),
    closed: stringsFrom(from['closed']),
    selected: stringFrom(from['selected']),
    hidden: stringsFrom(from['hidden']),
    metric: stringFrom(from['metric']) ?? initialUi.metric,
    smoothing: numberFrom(from['smoothing'], 0, 0.99, initialUi.smoothing),
    curveTable: from['curveTable'] === true,
    variant: stringFrom(from['variant']),
    scroll: numberFrom(from['scroll'], 0, 1e9, initialUi.scroll),
  };
}

/** The list with the item, or without it if it was there. */
export function toggled(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function sortFrom(value: unknown): Sort | null {
  if (!isRecord(value) || typeof value['column'] !== 'string') return null;
  return { column: value['column'], descending: value['descending'] === true };
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
