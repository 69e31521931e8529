import { readAuthor, readAuthors } from './authors';
import { takeLinks } from './hyperlinks';
import { isSymbols } from './lines';
import type { SummaryPaper } from './summary';
import { unquoted } from './titles';
import { readVenue, takeLeadingVenue, takeTrailingVenue, type Published } from './venues';

/** What stands beside a title: before it, at its ends, behind it. */
export interface Beside extends Pick<SummaryPaper, 'authors' | 'venue' | 'year' | 'links'> {
  /** Words that are none of these. */
  readonly remarks: readonly string[];
}

/** A title, and all that stands beside it. */
export interface Titled {
  readonly title: string;
  /** In the order in which it tells venue and year. */
  readonly beside: readonly Beside[];
}

export const nothingBeside: Beside = { venue: null, year: null, authors: [], links: [], remarks: [] };

export function toBeside({ venue, year, remark }: Omit<Published, 'text'>): Beside {
  if (venue === null && year === null && !remark) return nothingBeside;
  return { venue, year, authors: [], links: [], remarks: remark ? [remark] : [] };
}

/** Labels before a title: `[PAUL]`, `【survey】`, a code span. */
const tagForm = /\[[^[\]]*\](?!\()|【[^【】]*】|`[^`]*`/g;

/** What stands before a title: labels, authors, venue and year; null for any other words. */
export function readFront(text: string): Beside | null {
  if (isSymbols(text)) return nothingBeside;
  const { text: unlinked, links, targets } = takeLinks(text);
  if (targets.length > 0) return null;
  const tags = (unlinked.match(tagForm) ?? []).map((tag) => tag.slice(1, -1).trim());
  const others = unquoted(unlinked.replace(tagForm, ' ')).trim();
  const read = readBeside(others);
  if (read.remarks.length > 0) {
    const single = /^(.*\S)\s*[.,:]$/.exec(others)?.[1];
    const authors = single === undefined ? null : readAuthor(single);
    return authors && { ...read, authors, links, remarks: tags };
  }
  const published = tags
    .map((tag) => ({ tag, named: readVenue(tag) }))
    .findLast(({ named: { year } }) => year !== null && read.venue === null && (read.year ?? year) === year);
  return { ...read, ...published?.named, links, remarks: tags.filter((tag) => tag !== published?.tag) };
}

/** `[C]//Proceedings of ...`, `[J]. Nature`: how Chinese bibliographies say what a text is, and where it is. */
const kindForm = /^\[[A-Z](?:\/[A-Z]{2})?\](?:\/\/)?[.,:\s]*(?<venue>[^.,:]*)/;

/** What stands behind a title or a mark: authors, venue and year, or else a remark. */
export function readBeside(text: string): Beside {
  if (text === '') return nothingBeside;
  const { text: unlinked, links, targets } = takeLinks(text);
  const rest = unlinked.replace(/^[\s.,，、。;:：|–—-]+|[\s,，、;:|–—-]+[.。]?$/g, '');
  if (isSymbols(rest)) return { venue: null, year: null, authors: [], links, remarks: targets };
  const kind = kindForm.exec(rest)?.groups;
  if (kind) {
    const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(rest);
    const venue = kind.venue!.trim() || null;
    return { authors: [], venue, year: year && Number(year[0]), links, remarks: [rest, ...targets] };
  }
  const leading = takeLeadingVenue(unquoted(rest));
  const published = leading.year === null ? takeTrailingVenue(unquoted(leading.text)) : leading;
  const names = unquoted(published.text).replace(/\.$/, '');
  const authors = isSymbols(names) ? [] : readAuthors(names);
  if (authors) {
    const { venue, year, remark } = published;
    return { venue, year, authors, links, remarks: remark ? [remark, ...targets] : targets };
  }
  return { venue: null, year: null, authors: [], links, remarks: [rest, ...targets] };
}
