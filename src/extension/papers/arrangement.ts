/** How the Papers view groups, sorts and filters. Pure. */

export const groupings = ['section', 'year', 'venue', 'kind', 'mark', 'status', 'tag'] as const;
export type Grouping = (typeof groupings)[number];

export const sortings = ['document', 'title', 'year', 'result'] as const;
export type Sorting = (typeof sortings)[number];

export interface Arrangement {
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  /** Words that a paper has to hold; empty for all papers. */
  readonly filter: string;
}

export const plainArrangement: Arrangement = { grouping: 'section', sorting: 'document', filter: '' };

/** What was saved, where this version still understands it. */
export function asArrangement(saved: unknown): Arrangement {
  const { grouping, sorting, filter } = {
    ...plainArrangement,
    ...(saved as Partial<Arrangement> | undefined),
  };
  return {
    grouping: groupings.includes(grouping) ? grouping : plainArrangement.grouping,
    sorting: sortings.includes(sorting) ? sorting : plainArrangement.sorting,
    filter: typeof filter === 'string' ? filter : plainArrangement.filter,
  };
}
