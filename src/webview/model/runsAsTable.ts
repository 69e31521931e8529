import { meanText } from './format';
import type { RunRow } from '../../protocol/results';
import { foldText, type Column } from './columns';
import { groupName, overText, type Group, type Reference } from './groups';
import type { SortValue } from './sorting';
import type { PlainTable } from '../../statistics/tableText';

/** What is handed out: the table as it is shown, groups alone. */
export interface TableParts {
  readonly title: string;
  /** In the order of the lines. */
  readonly groups: readonly Group[];
  readonly references: readonly Reference[];
  /** As shown. */
  readonly columns: readonly Column[];
  readonly best: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The means of the variants and what they are held against, to be pasted into a paper: each score with its interval. */
export function runsAsTable({ title, groups, references, columns, best }: TableParts): PlainTable {
  const metrics = metricsOf(columns);
  const scored = groups.filter((group) => group.scored.length > 0);
  const cells = (scores: Group['scores']) =>
    metrics.map((metric) => (scores[metric] ? meanText(metric, scores[metric]) : ''));
  return {
    caption: `${title}. Test classes, at the selected step; mean ± half of its 95 % interval over ${overText(scored.flatMap((group) => group.scored))}.`,
    columns: [
      { name: 'Variant', numeric: false },
      ...metrics.map((metric) => ({ name: metric, numeric: true })),
      { name: 'Runs', numeric: true },
    ],
    rows: [
      ...scored.map((group) => [groupName(group), ...cells(group.scores), String(group.scored.length)]),
      ...references.map(({ label, scores, n }) => [label, ...cells(scores), String(n)]),
    ],
    bold: scored.flatMap((group, row) =>
      metrics.flatMap((metric, column) =>
        best.get(group.key)?.has(metric) ? [[row, column + 1] as const] : [],
      ),
    ),
  };
}

/**
 * Every run with its scores in full, for other programs: fractions of 1, not percent. RFC 4180. Whatever is shown, there stands what
 * keeps runs from being averaged with others.
 */
export function runsAsCsv({ groups, columns }: Pick<TableParts, 'groups' | 'columns'>): string {
  const [variant, ...others] = columns;
  const apart = identity.filter(({ id }) => !columns.some((column) => column.id === id));
  const lines = groups.flatMap((group) =>
    group.rows.map((row) => [
      ...[row.id, variant?.ofRun(row)],
      ...others.map((column) => column.ofRun(row)),
      ...apart.map(({ of }) => of(row, group)),
    ]),
  );
  const heads = columns.map(({ id, label }) => (id === 'seed' ? 'Seed' : label));
  return [['Run', ...heads, ...apart.map(({ label }) => label)], ...lines].map(csvLine).join('');
}

/** What is never left out of a file; `id` is that of a column which may be shown already. */
const identity: readonly {
  readonly id: string;
  readonly label: string;
  readonly of: (row: RunRow, group: Group) => SortValue;
}[] = [
  { id: 'seed', label: 'Seed', of: ({ seed }) => seed },
  { id: 'fold', label: 'Fold', of: foldText },
  { id: 'split', label: 'Classes', of: ({ split }) => split?.hash.slice(0, 8) ?? null },
  { id: 'state', label: 'State', of: ({ state }) => state },
  { id: 'how', label: 'Selected on', of: ({ selectedOn }) => selectedOn },
  { id: 'trial', label: 'Trial', of: ({ search }) => search?.trial ?? null },
  { id: 'backend', label: 'Backend', of: ({ backend }) => backend },
  { id: 'version', label: 'Version', of: ({ version }) => version },
  { id: 'experiment', label: 'Experiment', of: ({ experiment }) => experiment },
  { id: 'code', label: 'Code', of: ({ codeHash }) => codeHash.slice(0, 8) },
  { id: 'stale', label: 'Stale', of: (_, { stale }) => (stale ? 'stale' : null) },
];

function metricsOf(columns: readonly Column[]): string[] {
  return columns.flatMap(({ metric }) => metric ?? []);
}

function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // A spreadsheet takes these at the beginning for a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
