import type { TableArrangement } from '../../protocol/results';
import { stableKey } from './stableKey';
import type { UiState } from './uiState';

/** The page as the reader last left its table, here or in another window. */
export function arranged(ui: UiState, { sort, differing, ...layout }: TableArrangement): UiState {
  return { ...ui, sort, differing, layout };
}

/** What of the table's arrangement differs between two states of the page; null where nothing does. */
export function arrangementChange(before: UiState, after: UiState): Partial<TableArrangement> | null {
  const [old, now] = [before, after].map(({ sort, differing, layout }) => ({ ...layout, differing, sort }));
  const changed = Object.entries(now!).filter(
    ([name, value]) => stableKey(value) !== stableKey(Reflect.get(old!, name)),
  );
  return changed.length > 0 ? Object.fromEntries(changed) : null;
}
