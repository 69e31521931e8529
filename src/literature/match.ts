import { distance } from 'fastest-levenshtein';
import type { LibraryPaper } from './library';
import type { Link, SummaryPaper } from './summary';
import { words } from './words';

/** A misprint for every so many letters is forgiven. */
const lettersPerMisprint = 12;

const idForm = /arxiv\.org\/(?:abs|pdf|html)\/(\d{4}\.\d{4,5})|doi\.org\/(10\.[^\s?#]+)/i;

type Searched = Pick<SummaryPaper, 'title' | 'links'>;

/** The library as papers are looked up in it: made once, for summaries of thousands of papers. */
interface Index {
  /** By arXiv id and DOI, in lower case. */
  readonly byId: ReadonlyMap<string, LibraryPaper>;
  /** By the letters of its title. */
  readonly byTitle: ReadonlyMap<string, LibraryPaper>;
  /** By the letters of its title without a short name, and of what stands before its colon; null where two share it. */
  readonly byShortTitle: ReadonlyMap<string, LibraryPaper | null>;
  readonly byBeforeColon: ReadonlyMap<string, LibraryPaper | null>;
  /** Titles by their number of letters. */
  readonly byLength: ReadonlyMap<number, readonly Counted[]>;
}

interface Counted {
  readonly title: string;
  readonly counts: Int16Array;
}

/**
 * Finds a summary's papers in the library: by arXiv id or DOI among the links, else by title. Titles are compared by
 * their letters and digits alone, so that case, accents and punctuation do not count. In this order: the same title; the
 * same but for a short name at its end (`Deep Metric Learning to Rank=FastAP`); the part before the colon where it
 * belongs to one paper alone (`Circle Loss`); the nearest title with a misprint for every 12 letters or fewer.
 */
export function paperMatcher(
  library: readonly LibraryPaper[],
): (paper: Searched) => LibraryPaper | undefined {
  const index = indexOf(library);
  return (paper) => byLink(paper, index) ?? byTitle(paper.title, index);
}

function indexOf(library: readonly LibraryPaper[]): Index {
  const byId = new Map<string, LibraryPaper>();
  const byTitle = new Map<string, LibraryPaper>();
  const byShortTitle = new Map<string, LibraryPaper | null>();
  const byBeforeColon = new Map<string, LibraryPaper | null>();
  const byLength = new Map<number, Counted[]>();
  for (const paper of library) {
    for (const id of [paper.arxiv, paper.doi]) if (id !== null) byId.set(id.toLowerCase(), paper);
    const whole = letters(paper.title);
    const name = withoutShortName(paper.title);
    if (!byTitle.has(whole)) byTitle.set(whole, paper);
    addOnce(byShortTitle, letters(name), paper);
    addOnce(byBeforeColon, letters(beforeColon(name)), paper);
    byLength.set(whole.length, [
      ...(byLength.get(whole.length) ?? []),
      { title: whole, counts: countLetters(whole) },
    ]);
  }
  return { byId, byTitle, byShortTitle, byBeforeColon, byLength };
}

function addOnce(map: Map<string, LibraryPaper | null>, key: string, paper: LibraryPaper): void {
  map.set(key, map.has(key) ? null : paper);
}

function byLink({ links }: Pick<SummaryPaper, 'links'>, { byId }: Index): LibraryPaper | undefined {
  for (const id of paperIds(links)) {
    const paper = byId.get(id);
    if (paper) return paper;
  }
  return undefined;
}

/** arXiv ids without their version, and DOIs, in lower case, among the addresses of links. */
export function paperIds(links: readonly Link[]): string[] {
  const ids: string[] = [];
  for (const { url } of links) {
    const [, arxiv, doi] = idForm.exec(url) ?? [];
    const id = arxiv ?? doi;
    if (id !== undefined) ids.push(id.toLowerCase());
  }
  return ids;
}

function byTitle(title: string, index: Index): LibraryPaper | undefined {
  const whole = letters(title);
  const same = index.byTitle.get(whole);
  if (same || whole === '') return same;
  const name = withoutShortName(title);
  const short = index.byShortTitle.get(name === title ? whole : letters(name));
  const named = index.byBeforeColon.get(whole);
  if (short === undefined && named === undefined) return byMisprint(whole, index);
  // Two titles that answer to the same words leave it open, and so does one shared by two papers.
  const found = short === undefined ? named : named === undefined || named === short ? short : null;
  return found ?? byMisprint(whole, index);
}

function byMisprint(title: string, { byLength, byTitle }: Index): LibraryPaper | undefined {
  const most = Math.floor(title.length / lettersPerMisprint);
  let nearest: string | undefined;
  let least = most + 1;
  const counts = countLetters(title);
  for (let length = title.length - most; length <= title.length + most; length += 1) {
    for (const whole of byLength.get(length) ?? []) {
      if (!isNear(counts, whole.counts, least)) continue;
      const misprints = distance(title, whole.title);
      if (misprints >= least) continue;
      least = misprints;
      nearest = whole.title;
    }
  }
  return nearest === undefined ? undefined : byTitle.get(nearest);
}

/** How often each letter stands in a title. Letters whose codes end in the same five bits are counted as one. */
function countLetters(title: string): Int16Array {
  const counts = new Int16Array(32);
  for (let at = 0; at < title.length; at += 1) counts[title.charCodeAt(at) & 31]! += 1;
  return counts;
}

/**
 * Whether fewer misprints than these may lie between two titles. Each changes the count of one letter up and of one down at
 * most: a bound that costs less than the distance.
 */
function isNear(one: Int16Array, other: Int16Array, misprints: number): boolean {
  let more = 0;
  let fewer = 0;
  for (let letter = 0; letter < one.length; letter += 1) {
    const excess = one[letter]! - other[letter]!;
    if (excess > 0) more += excess;
    else fewer -= excess;
    if (more >= misprints || fewer >= misprints) return false;
  }
  return true;
}

/** A title as titles are compared: letters and digits alone. */
export function letters(title: string): string {
  return words(title).join('');
}

/** Without `=FastAP` or `(FastAP)` at the end. */
function withoutShortName(title: string): string {
  if (!title.includes('=') && !title.endsWith(')')) return title;
  return title.replace(/\s*(?:=\s*[^=\s]+|\([^()\s]+\))$/, '');
}

function beforeColon(title: string): string {
  return /^[^:]+(?=:)/.exec(title)?.[0] ?? title;
}
