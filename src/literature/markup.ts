import { visitInSlices, type Slices } from './slices';
import { visible } from './visible';

/** Tags that only lay out what stands within them; any other tag is left as text, as `<T>` in a sentence is. */
const layoutTags = new Set(
  `a b big blockquote br center code del details div em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p picture s small
  source span strong sub summary sup table tbody td th thead tr tt u ul`.split(/\s+/),
);

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  middot: '·',
  bull: '•',
  szlig: 'ß',
};

const accents: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  uml: '\u0308',
  circ: '\u0302',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030A',
  caron: '\u030C',
};

const entityForm =
  /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z])(acute|grave|uml|circ|tilde|cedil|ring|caron)|([a-z]{2,6}));/gi;
/** Code spans are found first, so that what stands in them stays. */
const tagForm = /`[^`]*`|<(\/?)([a-z][a-z\d]*)((?:\s[^<>]*)?)\/?>/gi;
/** `<details>` within one another are told apart down to here. */
const deepestDetails = 8;

/** Tags whose rows are joined. */
const joinedTags = [
  { opens: /<a[\s>]/gi, closes: /<\/a>/gi },
  { opens: /<summary[\s>]/gi, closes: /<\/summary>/gi },
];

/** A tag may be closed so many rows below. */
const longestTag = 4;

/**
 * Takes HTML off the rows of a document, one row for each: links become Markdown's, images their own words, `<summary>` an
 * item of a list with the rest of its `<details>` nested below, entities characters; comments go. Rows of code are left as they
 * are.
 *
 * @param isCode whether the row of this index stands in a block of code
 */
export function* withoutMarkup(
  rows: readonly string[],
  isCode: (index: number) => boolean,
): Slices<string[]> {
  const plain = [...rows];
  let inComment = false;
  let details = 0;
  yield* visitInSlices(plain, (row, at) => {
    if (isCode(at)) return;
    if (!inComment && details === 0 && !row.includes('<') && !row.includes('&')) return;
    ({ row, inComment } = withoutComments(row, inComment));
    if (/<(?:a|summary)[\s>]/i.test(row)) row = takeRows(plain, at, row, isCode);
    const read = withoutTags(row, details);
    details = read.details;
    plain[at] = withoutEntities(read.row);
  });
  return plain;
}

function withoutComments(row: string, inComment: boolean): { row: string; inComment: boolean } {
  let rest = row;
  let kept = '';
  let inside = inComment;
  for (;;) {
    const at = rest.indexOf(inside ? '-->' : '<!--');
    if (at < 0) return { row: inside ? kept : kept + rest, inComment: inside };
    if (!inside) kept += `${rest.slice(0, at)} `;
    rest = rest.slice(at + (inside ? 3 : 4));
    inside = !inside;
  }
}

/** Joins the rows below to one whose tag is closed there; they are left empty. */
function takeRows(rows: string[], at: number, row: string, isCode: (index: number) => boolean): string {
  const isOpen = (text: string): boolean =>
    joinedTags.some(({ opens, closes }) => count(text, opens) > count(text, closes));
  if (!isOpen(row)) return row;
  let joined = row;
  for (let next = at + 1; next <= at + longestTag && next < rows.length && !isCode(next); next += 1) {
    if (rows[next]!.trim() === '') break;
    joined += ` ${rows[next]!.trim().replace(/^>\s*/, '')}`;
    if (isOpen(joined)) continue;
    rows.fill('', at + 1, next + 1);
    return joined;
  }
  return row;
}

function count(text: string, form: RegExp): number {
  return text.match(form)?.length ?? 0;
}

/** What is open while the tags of a row are read. */
interface Open {
  details: number;
  /** Depth of the list that the row is an item of. */
  item: number | null;
  target: string | null;
}

function withoutTags(row: string, details: number): { row: string; details: number } {
  if (details === 0 && !row.includes('<')) return { row, details };
  const open: Open = { details, item: null, target: null };
  const text = row.replace(tagForm, (found, slash?: string, tag?: string, attributes?: string) => {
    const name = tag?.toLowerCase();
    return name !== undefined && layoutTags.has(name)
      ? tagWords(open, { name, opens: slash === '', attributes: attributes ?? '' })
      : found;
  });
  const closed = `${text}${closeLink(open)}`;
  if (open.item !== null)
    return { row: `${'  '.repeat(open.item)}- ${closed.trim()}`, details: open.details };
  const indent = '  '.repeat(Math.min(details, open.details));
  return { row: closed.trim() === '' ? '' : indent + closed, details: open.details };
}

/** What takes a tag's place. */
function tagWords(open: Open, tag: { name: string; opens: boolean; attributes: string }): string {
  switch (tag.name) {
    case 'a': {
      const closed = closeLink(open);
      open.target = tag.opens ? webAddress(attribute(tag.attributes, 'href')) : null;
      return open.target === null ? closed : `${closed}[`;
    }
    case 'img':
      return imageWords(tag.attributes);
    case 'details':
      open.details = Math.max(0, Math.min(open.details + (tag.opens ? 1 : -1), deepestDetails));
      return '';
    case 'summary':
      if (tag.opens) open.item = Math.max(open.details - 1, 0);
      return ' ';
    default:
      return /^(?:br|p|div|li|t[dhr]|h\d)$/.test(tag.name) ? ' ' : '';
  }
}

function closeLink({ target }: Open): string {
  return target === null ? '' : `](${target})`;
}

function imageWords(attributes: string): string {
  const source = webAddress(attribute(attributes, 'src'));
  const words = attribute(attributes, 'alt').replace(/[[\]]/g, ' ');
  return source === null ? ` ${words} ` : `![${words}](${source})`;
}

function attribute(attributes: string, name: string): string {
  const form = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'i');
  const found = form.exec(attributes);
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
}

function webAddress(text: string): string | null {
  return /^https?:\/\/[^\s<>]+$/i.test(text) ? text : null;
}

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    entityForm,
    (found: string, decimal?: string, hex?: string, letter?: string, accent?: string, name?: string) => {
      if (name !== undefined) return names[name.toLowerCase()] ?? found;
      if (letter !== undefined) return `${letter}${accents[accent!.toLowerCase()]!}`.normalize('NFC');
      return character(decimal === undefined ? parseInt(hex!, 16) : Number(decimal)) ?? found;
    },
  );
}

/** Null for what is no character. */
function character(code: number): string | null {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  const sign = String.fromCodePoint(code);
  return /\s/.test(sign) || visible(sign) !== sign ? ' ' : sign;
}
