import { isSymbols } from './lines';
import type { TitleLine } from './titleLine';

/** A longer line is no title: it is left whole, which also keeps a hostile one cheap. */
export const longestTitle = 1000;

/** Whether a title line says of itself that it is a paper: by authors, venue, mark or link. */
export function isSigned(line: TitleLine): boolean {
  return isMarkedOrPublished(line) || line.authors.length > 0 || line.links.length > 0;
}

/** The signs that no ordinary sentence carries. */
export function isMarkedOrPublished({ mark, venue }: TitleLine): boolean {
  return mark !== null || venue !== null;
}

/** Whether a line is a paper even where nothing but itself says so. */
export function isPaperAlone(line: TitleLine): boolean {
  return isMarkedOrPublished(line) && !isProse(line.title);
}

/** `Keywords: ...`, `Abstract`: what a list says of a paper above it. */
const noteForm =
  /^(?:abstract|summary|keywords?|tags?|topics?|session|notes?|comments?|tl;?dr|highlights?|bibtex)(?:\s?[:：]|$)/i;

/** Whether a text is a sentence or a label (`Evaluation:`) rather than a title. */
export function isProse(text: string): boolean {
  if (isSymbols(text) || noteForm.test(text)) return true;
  if (isHeadline(text)) return /[:;]$/.test(text);
  return /[.;:…]$/.test(text) || (/^\p{Ll}/u.test(text) && text.split(/\s+/).length >= 4);
}

/** Whether a text has three words or more. */
export function isLong(text: string): boolean {
  return /\S\s+\S+\s+\S/.test(text);
}

/** Whether a text is written as titles are: three words or more, most of the long ones capitalised. */
export function isHeadline(text: string): boolean {
  const words = text.split(/\s+/);
  if (words.length < 3) return false;
  let long = 0;
  let capitalised = 0;
  for (const word of words) {
    if (word.length < 4) continue;
    long += 1;
    if (/^[^\p{L}]*\p{Lu}/u.test(word)) capitalised += 1;
  }
  return long >= 2 && capitalised >= 0.6 * long;
}

const emphasisForm = /(?<![\p{L}\p{N}*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\p{L}\p{N}*_])/gu;

const quotedForm = /^\s*["“《「『]([^"“”《》「」『』]+)["”》」』](?![\p{L}\p{N}])/u;
const separatorForm = /[\s"“”《》「」『』`,;:：，、|–—-]/;

/** Struck out as in GitHub's Markdown, or marked as in Obsidian's. */
const struckForm = /(~~|==)(?=\S)([^~=]+)\1/g;

/** Without emphasis, without quotes around its beginning, and without separators at its ends. */
export function unquoted(text: string): string {
  const struck = text.includes('~~') || text.includes('==') ? text.replace(struckForm, '$2') : text;
  const plain = struck.includes('*') || struck.includes('_') ? struck.replace(emphasisForm, '') : struck;
  if (!separatorForm.test(plain.charAt(0))) return plain.slice(0, endOf(plain));
  const inner = plain.replace(quotedForm, '$1');
  return inner.slice(startOf(inner), endOf(inner));
}

/** Where the separators at the beginning of a text end. */
function startOf(text: string): number {
  let start = 0;
  while (start < text.length && separatorForm.test(text[start]!)) start += 1;
  return start;
}

/** Where the separators at the end of a text begin. */
function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && separatorForm.test(text[end - 1]!)) end -= 1;
  return end;
}
