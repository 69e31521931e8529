import { oneLine } from './oneLine';

/** The mark that each accent command puts on its letter. */
const marks: Readonly<Record<string, string>> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  u: '\u0306',
  v: '\u030C',
  H: '\u030B',
  c: '\u0327',
  d: '\u0323',
  b: '\u0331',
  k: '\u0328',
  r: '\u030A',
};

const letters: Readonly<Record<string, string>> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  aa: 'å',
  AA: 'Å',
  i: 'i',
  j: 'j',
};

const accentForm = /\\(?:(["'`^~=.])\s*|([uvHcdbkr])(?:\s+|(?=\{)))(?:\{\s*\\?(\p{L})\s*\}|\\?(\p{L}))/gu;
const letterForm = /\\(ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![A-Za-z])(?:\s+|\{\})?/g;
const signs: readonly (readonly [RegExp, string])[] = [
  [/[{}]/g, ''],
  [/~/g, ' '],
  [/---/g, '—'],
  [/--/g, '–'],
  [/``|''/g, '"'],
];

/**
 * The words of a LaTeX text as bibliographies hold it: accents become letters, commands and braces go, and what stands
 * within them stays. Mathematics between dollar signs is left as it is.
 */
export function latexText(text: string): string {
  if (!text.includes('$')) return oneLine(words(text));
  const parts = text.split(/((?<!\\)\$[^$]*(?<!\\)\$)/);
  return oneLine(parts.map((part, at) => (at % 2 === 1 ? part : words(part))).join(''));
}

function words(text: string): string {
  const plain = text.includes('\\') ? withoutCommands(text) : text;
  if (!/[{}~`'-]/.test(plain)) return plain;
  return signs.reduce((rest, [form, by]) => rest.replace(form, by), plain);
}

function withoutCommands(text: string): string {
  return text
    .replace(accentForm, (_, sign: string, command: string, inner: string, bare: string) =>
      `${inner ?? bare}${marks[sign ?? command]!}`.normalize('NFC'),
    )
    .replace(letterForm, (_, name: string) => letters[name]!)
    .replace(/\\([&%$#_])/g, '$1')
    .replace(/\\[A-Za-z]+\*?|\\[^A-Za-z\s]/g, ' ')
    .replaceAll('\\', '');
}
