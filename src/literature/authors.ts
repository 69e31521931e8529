import { oneLine } from './oneLine';

/** A title, and the authors that stood behind it. */
export interface Authored {
  readonly title: string;
  /** As written; a last `et al.` stands for the others. */
  readonly authors: readonly string[];
  /** A year that stood behind the authors. */
  readonly year: number | null;
}

/** What may stand before the authors, surest first. */
const separators = [/\s[-–—]\s|[–—]/g, /(?<=\S)-(?=\S)/g, /,\s*/g, /\sby\s/g];

/** `Title, Chao-Yuan Wu`: before the hyphen stands half of a name. */
const halfNameForm = /[,;]\s*\p{Lu}\p{Ll}*$/u;

/** Enough for any title; keeps a hostile line cheap. */
const mostPlaces = 20;

const othersForm = /[\s,]+(?:and\s+others|et\.?\s*al)\.?$/i;
/** What either of these has at its end. */
const endForm = /(?:\d\d\)?|others\.?|al\.?)$/i;
const farthestEnd = 8;
const yearForm = /[\s,]+\(?((?:19|20)\d\d)\)?$/;
/** What parts one name from the next: most texts are told from names by this alone. */
const betweenNames = /[,;&]|\sand\s/;
/** Footnote signs behind names. */
const signs = /[*∗⋆★†‡§¶‖#]+(?=[\s,;]|$)/gu;

/**
 * A name of two to five words. The first and the last may have hyphens; all but the last may be particles. Or one of
 * two to eight signs of a script without capitals.
 */
const particle = 'al|ben|bin|da|dal|de|del|della|den|der|des|di|dos|du|el|la|le|ten|ter|van|von|y|zu';
const outer = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`;
const inner = String.raw`\p{Lu}[\p{L}\p{M}'’.]*`;
const name = String.raw`(?:(?:${outer}|${particle}) (?:(?:${inner}|${particle}) ){0,3}${outer}|[\p{Lo}·]{2,8})`;
/** Commas and the like, however many: each sign can be read in one way only, which keeps a hostile line cheap. */
const signed = ' ?[,;&](?:[,;& ]|and )*';
const separator = `(?: and (?:[,;& ]|and )*|${signed})`;
const nameForm = new RegExp(`^${name}$`, 'u');
const namesForm = new RegExp(`^(?:${signed})?${name}(?:${separator}${name})*(?:${signed})?$`, 'u');
const separatorForm = new RegExp(separator);

/** Capitalised words that are common in titles of this field and are nobody's name. */
const titleWords =
  `a an the adaptive analysis approach attention classification clustering data deep detection distance distances
  embedding embeddings feature features few-shot framework graph graphs hashing image images learning loss losses
  metric metrics model models network networks neural object optimization recognition re-identification representation representations
  retrieval sampling segmentation similarity softmax survey training transfer vision visual`.split(/\s+/);
const titleWordForm = new RegExp(`(?<![^ ,;&])(?:${titleWords.join('|')})(?![^ ,;&])`, 'i');

/**
 * Splits `Title-Authors`, `Title – Authors`, `Title, Authors` and `Title by Authors`. Authors are two or more names,
 * names in BibTeX's order (`Qian, Qi and Shang, Lei`), a single one behind a year, or anything that ends in "et al". A hyphen inside a title is told
 * from one before the authors by what follows it: names are two to five capitalised words, with hyphens only in the
 * first or last of them. Null where no authors are found.
 */
export function splitAuthors(text: string): Authored | null {
  const { body, others, year } = takeEnding(text);
  if (!others && !betweenNames.test(body)) return null;
  for (const separator of separators) {
    for (const { title, rest } of places(body, separator)) {
      const authors = readNames(rest, others ? 1 : 2);
      if (authors) return { title, authors: others ? [...authors, 'et al.'] : authors, year };
    }
  }
  return others ? beforeOthers(body, year) : behindYear(body);
}

const behindYearForm = /^(?<title>.*\((?:19|20)\d\d\)),\s+(?<name>[^,;]+?)\.?$/s;

/** `Title (2015), R. Girshick`: behind a year one name is enough. */
function behindYear(text: string): Authored | null {
  const { title, name } = behindYearForm.exec(text)?.groups ?? {};
  if (title === undefined || !isTitle(title)) return null;
  const authors = readNames(name!, 1);
  return authors && { title, authors, year: null };
}

/** Reads a text that is nothing but authors. */
export function readAuthors(text: string): readonly string[] | null {
  const { body, others, year } = takeEnding(text);
  const authors = year === null ? readNames(body, others ? 1 : 2) : null;
  return authors && others ? [...authors, 'et al.'] : authors;
}

const initialsForm = /^(?:\p{Lu}\.?[ -]?){1,4}$/u;

/** Reads `Sun, Y., & Wei, Y.`, and `Musgrave, Kevin, and Ser-Nam Lim`: names as bibliographies turn them, all or the first. */
export function readTurned(text: string): readonly string[] | null {
  if (!text.includes(',')) return null;
  const { body, others } = takeEnding(text);
  const clean = oneLine(body);
  const parts = clean.split(/ ?, (?:(?:and|&) )?| (?:and|&) /);
  const isTurned = (at: number): boolean =>
    at === 0 ? parts.length > 1 : initialsForm.test(parts[at + 1] ?? '');
  const names: string[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    if (isTurned(at)) {
      names.push(`${parts[at + 1]!} ${parts[at]!}`);
      at += 1;
    } else {
      names.push(parts[at]!);
    }
  }
  if (titleWordForm.test(clean) || !names.every((part) => nameForm.test(part))) return null;
  return others ? [...names, 'et al.'] : names;
}

/** Reads a text that is nothing but one author, or several. */
export function readAuthor(text: string): readonly string[] | null {
  return readNames(text, 1);
}

function takeEnding(text: string): { body: string; others: boolean; year: number | null } {
  // Searched for at the end alone.
  if (!endForm.test(text.slice(-farthestEnd))) return { body: text, others: false, year: null };
  const year = yearForm.exec(text);
  const body = year ? text.slice(0, year.index) : text;
  if (!othersForm.test(body)) return { body: text, others: false, year: null };
  return { body: body.replace(othersForm, ''), others: true, year: year ? Number(year[1]) : null };
}

/** The titles and authors that the places of a separator make of a text. */
function places(text: string, separator: RegExp): { title: string; rest: string }[] {
  const found = [];
  separator.lastIndex = 0;
  for (let match = separator.exec(text); match; match = separator.exec(text)) {
    const title = text.slice(0, match.index).trim();
    const rest = text.slice(separator.lastIndex).trim();
    const splitsName = match[0] === '-' && halfNameForm.test(title);
    if (isTitle(title) && rest !== '' && !splitsName) found.push({ title, rest });
    if (found.length === mostPlaces) break;
  }
  return found;
}

/** A single word before a hyphen is half of a compound. */
function isTitle(text: string): boolean {
  return /\S\s+\S/.test(text);
}

/** "et al" settles that there are authors, whatever the names look like: they begin at the last separator. */
function beforeOthers(body: string, year: number | null): Authored | null {
  for (const separator of separators) {
    const last = places(body, separator).at(-1);
    if (last && last.rest.split(/\s+/).length <= 8) {
      return { title: last.title, authors: [last.rest, 'et al.'], year };
    }
  }
  return null;
}

function readNames(text: string, least: number): string[] | null {
  if (least > 1 && !betweenNames.test(text)) return null;
  const clean = oneLine(text.replace(signs, ''));
  if (titleWordForm.test(clean)) return null;
  const turned = readBibtexNames(clean);
  if (turned) return turned;
  if (!namesForm.test(clean)) return null;
  const names = clean.split(separatorForm).filter((part) => part !== '');
  return names.length >= least ? names : null;
}

/** `Qian, Qi and Shang, Lei` names Qi Qian and Lei Shang. */
function readBibtexNames(text: string): string[] | null {
  if (!text.includes(' and ')) return null;
  const parts = text.split(' and ').map((part) => part.split(/ ?, ?/));
  const turned = parts.map(([last, first]) => `${first ?? ''} ${last}`.trim());
  const areNames = parts.every((part) => part.length === 2) && turned.every((part) => nameForm.test(part));
  return areNames ? turned : null;
}
