import type { ResultsState } from '../../protocol/results';
import { initialUi, isRecord, restoreUi, type UiState } from './uiState';

/** What the page keeps over hiding, reload and restart: the reader's choices, and what they were made on. */
export interface SavedPage {
  readonly subject: string | null;
  readonly ui: UiState;
}

/** The saved page as far as it is sound. */
export function restorePage(saved: unknown): SavedPage {
  const from = isRecord(saved) ? saved : {};
  const subject = from['subject'];
  return { subject: typeof subject === 'string' ? subject : null, ui: restoreUi(from['ui']) };
}

/** The page as it goes on with a snapshot. About another paper or experiment, it begins at the top and nothing is chosen. */
export function follow({ subject, ui }: SavedPage, state: ResultsState): SavedPage {
  const next = JSON.stringify([state.paper?.id ?? null, state.experiment]);
  if (next === subject) return { subject, ui };
  const { filter, baseline, tableTop, selected, compared, variant, scroll } = initialUi;
  return {
    subject: next,
    ui: { ...ui, filter, baseline, tableTop, selected, compared, variant, scroll },
  };
}
