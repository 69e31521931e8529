import { meanText } from './format';
import type { Column } from './columns';
import { overText, trialsText, type Group, type Reference } from './groups';
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
      ...scored.map((group) => [nameOf(group), ...cells(group.scores), String(group.scored.length)]),
      ...references.map(({ label, scores, n }) => [label, ...cells(scores), String(n)]),
    ],
    bold: scored.flatMap((group, row) =>
      metrics.flatMap((metric, column) =>
        best.get(group.key)?.has(metric) ? [[row, column + 1] as const] : [],
      ),
    ),
  };
}

/** Every run with its scores in full, for other programs: fractions of 1, not percent. RFC 4180. */
export function runsAsCsv({ groups, columns }: Pick<TableParts, 'groups' | 'columns'>): string {
  const [variant, ...others] = columns;
  const lines = groups.flatMap((group) =>
    group.rows.map((row) => [row.id, variant?.ofRun(row), ...others.map((column) => column.ofRun(row))]),
  );
  const heads = columns.map(({ id, label }) => (id === 'seed' ? 'Seed' : label));
  return [['Run', ...heads], ...lines].map(csvLine).join('');
}

function nameOf(group: Group): string {
  const { variant, detail, oracle, stale } = group;
  const marks = [oracle && 'oracle', stale && 'stale'];
  return [variant, detail, trialsText(group), ...marks].filter(Boolean).join(', ');
}

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
