import { readFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { LabError } from '../../lab/core/labError';
import { links, type LibraryPaper } from '../../literature/library';
import { paperMatcher } from '../../literature/match';
import { parseSummary } from '../../literature/parseSummary';
import { readLibrary } from '../../literature/readLibrary';
import type { Note, Section, Summary, SummaryPaper } from '../../literature/summary';
import { bundledFolder } from '../bundledFolder';
import { UsageError } from '../usageError';

/** What `--json` prints: the summary, and for each paper its id in the library, null where the library lacks it. */
type JoinedSummary = Omit<Summary, 'sections'> & {
  readonly sections: readonly (Omit<Section, 'papers'> & { readonly papers: readonly JoinedPaper[] })[];
};
type JoinedPaper = SummaryPaper & { readonly library: string | null };

export const papers = defineCommand({
  meta: { name: 'papers', description: 'Show the papers of a summary document, or of the library' },
  args: {
    file: { type: 'positional', required: false, description: 'Summary, in Markdown, BibTeX or plain text' },
    library: { type: 'boolean', description: 'Show the bundled library instead' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  async run({ args }) {
    const library = await readLibrary(bundledFolder('library'));
    if (args.library) {
      console.log(args.json ? toJson(library) : library.map(describeFacts).join('\n'));
      return;
    }
    if (!args.file) throw new UsageError('papers: name a summary file, or ask for --library');
    const summary = join(parseSummary(await readSummary(args.file)), library);
    console.log(args.json ? toJson(summary) : describeSummary(summary));
  },
});

/** @throws LabError where the file cannot be read or is no text */
async function readSummary(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'no permission to read it',
    };
    throw new LabError(`papers: cannot read ${file}: ${reasons[error.code ?? ''] ?? error.message}`);
  });
  if (bytes.includes(0)) throw new LabError(`papers: ${file} is no text file: it holds zero bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LabError(`papers: ${file} is no text in UTF-8; save it in that encoding`);
  }
}

function join(summary: Summary, library: readonly LibraryPaper[]): JoinedSummary {
  const match = paperMatcher(library);
  const sections = summary.sections.map((section) => ({
    ...section,
    papers: section.papers.map((paper) => ({ ...paper, library: match(paper)?.id ?? null })),
  }));
  return { ...summary, sections };
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** An outline: sections, papers with their marks, notes indented below. */
function describeSummary({ title, notes, sections }: JoinedSummary): string {
  const parts = sections.map((section) => [
    section.title,
    ...describeNotes(section.notes, 1),
    ...section.papers.flatMap(describePaper),
  ]);
  return [[...(title ? [title] : []), ...describeNotes(notes, 1)], ...parts]
    .filter((part) => part.length > 0)
    .map((part) => part.map(printable).join('\n'))
    .join('\n\n');
}

function describePaper({ title, authors, venue, year, mark, notes, library }: JoinedPaper): string[] {
  const published = [venue, year].filter((part) => part !== null).join(' ');
  const origin = [authors.join(', '), published, library].filter((part) => part).join('; ');
  return [`  ${mark ?? '  '} ${title}${origin && ` (${origin})`}`, ...describeNotes(notes, 3)];
}

function describeNotes(notes: readonly Note[], depth: number): string[] {
  return notes.flatMap((note) => [
    `${'  '.repeat(depth)}- ${note.text}`,
    ...describeNotes(note.notes, depth + 1),
  ]);
}

function describeFacts(paper: LibraryPaper): string {
  const first = `${paper.id}: ${paper.title} (${paper.venue} ${paper.year}, ${paper.kind})`;
  const more = [paper.ideas.join(', '), ...links(paper).map(({ url }) => url)].filter((line) => line !== '');
  return [first, ...more.map((line) => `  ${line}`)].map(printable).join('\n');
}

/** A document's own control characters must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
