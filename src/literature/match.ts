import { distance } from 'fastest-levenshtein';
import type { LibraryPaper } from './library';
import type { SummaryPaper } from './summary';
import { words } from './words';

/** A misprint for every so many letters is forgiven. */
const lettersPerMisprint = 12;

type Searched = Pick<SummaryPaper, 'title' | 'links'>;

/** A paper of the library, with its title as titles are compared: made once, for summaries of thousands of papers. */
interface Known {
  readonly paper: LibraryPaper;
  readonly whole: string;
  readonly withoutShortName: string;
  readonly beforeColon: string;
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
  const known = library.map((paper): Known => {
    const name = withoutShortName(paper.title);
    return {
      paper,
      whole: letters(paper.title),
      withoutShortName: letters(name),
      beforeColon: letters(beforeColon(name)),
    };
  });
  return (paper) =>
    byLink(paper, library) ?? byTitle(paper.title, known) ?? byMisprint(letters(paper.title), known);
}

function byLink(
  { links }: Pick<SummaryPaper, 'links'>,
  library: readonly LibraryPaper[],
): LibraryPaper | undefined {
  if (links.length === 0) return undefined;
  const named = (id: string | null, form: RegExp): boolean =>
    id !== null && links.some(({ url }) => form.exec(url)?.[1]?.toLowerCase() === id.toLowerCase());
  return library.find(
    ({ arxiv, doi }) =>
      named(arxiv, /arxiv\.org\/(?:abs|pdf|html)\/(\d{4}\.\d{4,5})/i) ||
      named(doi, /doi\.org\/(10\.[^\s?#]+)/i),
  );
}

function byTitle(title: string, library: readonly Known[]): LibraryPaper | undefined {
  const whole = letters(title);
  const short = letters(withoutShortName(title));
  const same = library.find((known) => known.whole === whole);
  if (same || whole === '') return same?.paper;
  const named = library.filter((known) => known.withoutShortName === short || known.beforeColon === whole);
  return named.length === 1 ? named[0]?.paper : undefined;
}

function byMisprint(title: string, library: readonly Known[]): LibraryPaper | undefined {
  let nearest: LibraryPaper | undefined;
  let least = Math.floor(title.length / lettersPerMisprint) + 1;
  for (const { paper, whole } of library) {
    if (Math.abs(whole.length - title.length) >= least) continue;
    const misprints = distance(title, whole);
    if (misprints < least) {
      least = misprints;
      nearest = paper;
    }
  }
  return nearest;
}

function letters(title: string): string {
  return words(title).join('');
}

/** Without `=FastAP` or `(FastAP)` at the end. */
function withoutShortName(title: string): string {
  return title.replace(/\s*(?:=\s*[^=\s]+|\([^()\s]+\))$/, '');
}

function beforeColon(title: string): string {
  return /^[^:]+(?=:)/.exec(title)?.[0] ?? title;
}
