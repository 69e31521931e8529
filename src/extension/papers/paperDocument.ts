import type { LibraryPaper, RelationKind } from '../../literature/library';
import type { Note } from '../../literature/summary';
import type { Outcome } from '../../protocol/outcome';
import type { RunRow } from '../../protocol/results';
import { outcomeInWords } from '../../statistics/outcomeInWords';
import { escapeKeepingLinks, escapeMarkdown, linkMarkdown } from '../markdownText';
import { isShare, percent } from '../../statistics/percent';
import { byline, paperLinks } from './hoverCard';
import type { Paper } from './paper';

/** What the library itself says of a paper: trusted. */
export interface LibraryPage {
  /** notes.md without its title */
  readonly notes: string | null;
  /** outcome.json */
  readonly outcome: Outcome | null;
}

/** A paper's page in Markdown. Whatever comes from the summary or from a run record is escaped. */
export function paperDocument(
  paper: Paper,
  { notes, outcome }: LibraryPage,
  rows: readonly RunRow[],
): string {
  const sections = [
    heading(paper),
    claim(paper, outcome),
    ownResults(rows),
    notes?.trim() ?? '',
    summaryNotes(paper),
    ...(paper.facts ? [related(paper.facts), reported(paper.facts)] : []),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function heading(paper: Paper): string {
  const links = paperLinks(paper).map(({ text, url }) => linkMarkdown(text, url));
  const mark = { '+1': '+1 ', '-1': '−1 ' };
  const title = `# ${paper.mark ? mark[paper.mark] : ''}${escapeMarkdown(paper.title)}`;
  return [title, byline(paper), links.join(' · ')].filter((text) => text !== '').join('\n\n');
}

function claim({ facts }: Paper, outcome: Outcome | null): string {
  const lines = [
    ...(facts?.claim ? [`> **To observe.** ${escapeMarkdown(facts.claim)}`] : []),
    ...(outcome ? [`> **Seen in the library's experiment.** ${seen(outcome)}`] : []),
  ];
  return lines.join('\n>\n');
}

function seen(outcome: Outcome): string {
  const words = outcomeInWords(outcome);
  return `${escapeMarkdown(words[0]!.toUpperCase() + words.slice(1))} \\\n> \`${outcome.command}\``;
}

/** The notes that the summaries keep under a paper, as Markdown; empty where they have none. */
export function summaryNotes({ entries }: Paper): string {
  const noted = entries.filter(({ notes }) => notes.length > 0);
  if (noted.length === 0) return '';
  const lists = noted.map(({ notes }) => bullets(notes, ''));
  return `## From the ${noted.length === 1 ? 'summary' : 'summaries'}\n\n${lists.join('\n\n')}`;
}

function bullets(notes: readonly Note[], indent: string): string {
  return notes
    .flatMap(({ text, notes: nested }) => [
      `${indent}- ${escapeKeepingLinks(text)}`,
      ...(nested.length > 0 ? [bullets(nested, `${indent}  `)] : []),
    ])
    .join('\n');
}

/** Kinds of relation in words, in the order of the page. */
export const relationNames: Readonly<Record<RelationKind, string>> = {
  buildsOn: 'Builds on',
  comparesWith: 'Compares with',
  refutes: 'Refutes',
  followedBy: 'Followed by',
  contestedBy: 'Contested by',
  related: 'See also',
};

/** What the paper has to do with others; those of the library are links to their pages. */
function related({ relations }: LibraryPaper): string {
  const lines = (Object.keys(relationNames) as RelationKind[])
    .filter((kind) => relations[kind].length > 0)
    .map((kind) => {
      const others = relations[kind].map(({ text, paper }) =>
        paper ? `[${escapeMarkdown(text)}](${paper}.md)` : escapeMarkdown(text),
      );
      return `- **${relationNames[kind]}:** ${others.join('; ')}`;
    });
  return lines.length > 0 ? `## Related work\n\n${lines.join('\n')}` : '';
}

/** `CUB-200-2011, SOP · BN-Inception · dimension 512 · …` */
function protocolLine({ datasets, backbone, ...settings }: LibraryPaper['protocol']): string {
  const named = Object.entries(settings).map(([name, value]) => value && `${inWords(name)} ${value}`);
  return [datasets.join(', '), backbone, ...named]
    .filter((part) => part)
    .map((part) => escapeMarkdown(part!))
    .join(' · ');
}

/** `learningRate` is `learning rate`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function reported({ protocol, results }: LibraryPaper): string {
  const parts = [protocolLine(protocol), reportedTable(results)].filter((text) => text !== '');
  return parts.length > 0 ? ['## Reported figures', ...parts].join('\n\n') : '';
}

function reportedTable(results: LibraryPaper['results']): string {
  if (results.length === 0) return '';
  const rows = results.map(({ dataset, method, backbone, dimension, metrics, source, verified }) => [
    dataset,
    method,
    [backbone ?? '', dimension ?? ''].filter((part) => part !== '').join(', '),
    Object.entries(metrics)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    verified ? source : `⚠ unverified: ${source}`,
  ]);
  return table(['Data', 'Method', 'Net, dim', 'Figures, %', 'Source'], rows);
}

function ownResults(rows: readonly RunRow[]): string {
  const finished = rows.filter((row) => row.test !== null);
  if (finished.length === 0) return '';
  const score = (row: RunRow, name: string) => {
    const value = row.test?.[name];
    return value === undefined ? '' : percent(value);
  };
  const metrics = [...new Set(finished.flatMap((row) => Object.keys(row.test ?? {})))].filter(isShare);
  const folds = finished.some(({ split }) => split?.fold);
  const cells = finished.map((row) => [
    row.selectedOn === 'oracle' ? `${row.variant} (oracle, chosen on test: no fair result)` : row.variant,
    String(row.seed),
    ...(folds ? [row.split?.fold ? `${row.split.fold.index} of ${row.split.fold.of}` : ''] : []),
    ...metrics.map((name) => score(row, name)),
    `${row.steps}`,
    row.backend,
    row.createdAt.slice(0, 10),
  ]);
  const columns = ['Variant', 'Seed', ...(folds ? ['Fold'] : []), ...metrics, 'Steps', 'Backend', 'Day'];
  return `## Own results\n\nTest classes, %.\n\n${table(columns, cells)}`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n');
}
