/** What a reader notes of a paper. Neither vscode nor DOM here. */

export const readingStatuses = ['to read', 'reading', 'read'] as const;

export type ReadingStatus = (typeof readingStatuses)[number];

export interface OwnMarks {
  readonly status: ReadingStatus | null;
  readonly starred: boolean;
  readonly tags: readonly string[];
}
