import type { Paper } from './paper';

/** A BibTeX entry with what is known of a paper. Preprints are `misc`, everything else `inproceedings`. */
export function bibtex({ id, title, authors, venue, year, facts }: Paper): string {
  const arxiv = facts?.arxiv ?? null;
  const preprint = venue === null || /arxiv/i.test(venue);
  const fields: [name: string, value: string | number | null][] = [
    ['title', `{${escapeTex(title)}}`],
    ['author', authors.length > 0 ? authors.map(escapeTex).join(' and ') : null],
    ['booktitle', preprint ? null : escapeTex(venue)],
    ['year', year],
    ['eprint', arxiv],
    ['archiveprefix', arxiv && 'arXiv'],
    ['doi', facts?.doi ?? null],
  ];
  const lines = fields.filter(([, value]) => value !== null).map(([name, value]) => `  ${name} = {${value}},`);
  return [`@${preprint ? 'misc' : 'inproceedings'}{${id},`, ...lines, '}', ''].join('\n');
}

/** Characters that TeX reads as commands. Braces that do not close would break the entry: they go. */
function escapeTex(text: string): string {
  return text.replace(/[{}\\]/g, '').replace(/[&%$#_]/g, '\\$&').replace(/~/g, '\\textasciitilde{}').replace(/\^/g, '\\textasciicircum{}');
}
