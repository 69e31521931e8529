import { oneLine } from './oneLine';

/** A title, and the authors that stood behind it. */
export interface Authored {
  readonly title: string;
  /** As written; a last `et al.` stands for the others. */
  readonly authors: readonly string[];
  /** A year that stood behind the authors. */
  readonly year: number | null;
}

/** Places where the authors may begin, surest first. */
const separators = [/\s[-–—]\s|[–—]/g, /(?<=\S)-(?=\S)/g, /,\s*/g, /\sby\s/g];

/** Enough for any title; keeps a hostile line cheap. */
const mostPlaces = 20;

const othersForm = /[\s,]+(?:and\s+others|et\.?\s*al)\.?$/i;
/** What either of these has at its end. */
const endForm = /(?:\d\d\)?|others\.?|al\.?)$/i;
const farthestEnd = 8;
const yearForm = /[\s,]+\(?((?:19|20)\d\d)\)?$/;
/** What parts one name from the next, and what no name holds: most texts are told from names by these alone. */
const betweenNames = /[,;&]|\sand\s/;
const neverInNames = /[\d:()[\]{}<>=/"+@?!]/;
/** Footnote signs behind names. */
const signs = /[*∗⋆★†‡§¶‖#]+(?=[\s,;]|$)/gu;
const particles = new Set(
  'al ben bin da dal de del della den der des di dos du el la le ten ter van von y zu'.split(' '),
);

/** Capitalised words that are common in titles of this field and are nobody's name. */
const titleWords = new Set(
  `a an the adaptive analysis approach attention classification clustering data deep detection distance distances
  embedding embeddings feature features few-shot framework graph graphs hashing image images learning loss losses
  metric metrics model models network networks neural object optimization recognition re-identification representation representations
  retrieval sampling segmentation similarity softmax survey training transfer vision visual`.split(/\s+/),
);

/**
 * Splits `Title-Authors`, `Title – Authors`, `Title, Authors` and `Title by Authors`. Authors are two or more names,
 * names in BibTeX's order (`Qian, Qi and Shang, Lei`), or anything that ends in "et al". A hyphen inside a title is told
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
  return others ? beforeOthers(body, year) : null;
}

/** Reads a text that is nothing but authors. */
export function readAuthors(text: string): readonly string[] | null {
  const { body, others } = takeEnding(text);
  const authors = readNames(body, others ? 1 : 2);
  return authors && others ? [...authors, 'et al.'] : authors;
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

function places(text: string, separator: RegExp): { title: string; rest: string }[] {
  const found = [];
  for (const match of text.matchAll(separator)) {
    const title = text.slice(0, match.index).trim();
    const rest = text.slice(match.index + match[0].length).trim();
    if (isTitle(title) && rest !== '') found.push({ title, rest });
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
  if (neverInNames.test(text) || (least > 1 && !betweenNames.test(text))) return null;
  const clean = oneLine(text.replace(signs, ''));
  const turned = readBibtexNames(clean);
  if (turned) return turned;
  const names = clean
    .split(/\s*[,;&]\s*(?:and\s+)?|\s+and\s+/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length >= least && names.every(isName) ? names : null;
}

/** `Qian, Qi and Shang, Lei` names Qi Qian and Lei Shang. */
function readBibtexNames(text: string): string[] | null {
  if (!/\sand\s/.test(text)) return null;
  const parts = text.split(/\s+and\s+/).map((part) => part.split(/\s*,\s*/));
  const turned = parts.map(([last, first]) => `${first ?? ''} ${last}`.trim());
  return parts.length >= 2 && parts.every((part) => part.length === 2) && turned.every(isName)
    ? turned
    : null;
}

function isName(text: string): boolean {
  const words = text.split(' ');
  if (/^[\p{Lo}·]{2,8}$/u.test(text)) return true;
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    /^\p{Lu}/u.test(words.at(-1)!) &&
    words.every((word, at) => isNameWord(word, at === 0 || at === words.length - 1))
  );
}

function isNameWord(word: string, hyphens: boolean): boolean {
  if (particles.has(word)) return true;
  const form = hyphens ? /^\p{Lu}[\p{L}\p{M}'’.-]*$/u : /^\p{Lu}[\p{L}\p{M}'’.]*$/u;
  return form.test(word) && !titleWords.has(word.toLowerCase());
}
