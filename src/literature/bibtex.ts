import { words } from './words';

/** What a citation is made of. Satisfied by the library's papers, and by a summary's papers with nulls for the rest. */
export interface Citation {
  readonly title: string;
  readonly authors: readonly string[];
  readonly venue: string | null;
  readonly year: number | null;
  readonly arxiv: string | null;
  readonly doi: string | null;
}

/**
 * A BibTeX entry: `misc` for a preprint, else `inproceedings`. Its key is made of the first author's last name, the year
 * and the title's first long word, as search engines make it: `sun2020circle`. A last author `et al.` becomes `others`.
 */
export function bibtex(citation: Citation): string {
  const { title, authors, venue, year, arxiv, doi } = citation;
  const preprint = venue === null || /rxiv/i.test(venue);
  const fields = [
    ['title', `{${escaped(title)}}`],
    ['author', authors.map((name) => (name === 'et al.' ? 'others' : escaped(name))).join(' and ') || null],
    ['booktitle', preprint ? null : escaped(venue)],
    ['year', year],
    ['eprint', arxiv],
    ['archiveprefix', arxiv && 'arXiv'],
    ['doi', doi],
  ] as const;
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]));
  return [`@${preprint ? 'misc' : 'inproceedings'}{${keyOf(citation)},`, ...lines, '}', ''].join('\n');
}

function keyOf({ title, authors, year }: Citation): string {
  const lastName = words(authors[0] ?? '').at(-1) ?? '';
  const word = words(title).find(({ length }) => length > 3) ?? '';
  return `${lastName}${year ?? ''}${word}` || 'unknown';
}

/** Takes away what TeX reads as a command. A brace that is not closed would break the entry, so all braces go. */
function escaped(text: string): string {
  return text
    .replace(/[{}\\]/g, '')
    .replace(/[&%$#_]/g, '\\$&')
    .replace(/~/g, '\\textasciitilde{}')
    .replace(/\^/g, '\\textasciicircum{}');
}
