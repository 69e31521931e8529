import type { TableArrangement } from '../../protocol/results';

export type Sort = NonNullable<TableArrangement['sort']>;

export type SortValue = number | string | null;

const collator = new Intl.Collator('en', { numeric: true });

/** A stable sort by value. What has no value stands last in either direction. */
export function sortBy<T>(
  items: readonly T[],
  valueOf: (item: T) => SortValue,
  descending: boolean,
): readonly T[] {
  const sign = descending ? -1 : 1;
  return items
    .map((item) => ({ item, value: valueOf(item) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compare(a.value, b.value);
    })
    .map(({ item }) => item);
}

/** A header pressed: first the direction that the column is read in, then the other, then the order as it came. */
export function nextSort(current: Sort | null, column: string, firstDescending: boolean): Sort | null {
  if (current?.column !== column) return { column, descending: firstDescending };
  return current.descending === firstDescending ? { column, descending: !firstDescending } : null;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
