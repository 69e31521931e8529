import { distance } from 'fastest-levenshtein';
import type { LibraryPaper } from './library';
import type { SummaryPaper } from './summary';
import { words } from './words';

/** A misprint for every so many letters is forgiven. */
const lettersPerMisprint = 12;

/**
 * Finds a summary's paper in the library: by arXiv id or DOI among its links, else by its title. Titles are compared by
 * their letters and digits alone, so that case, accents and punctuation do not count. In this order: the same title; the
 * same but for a short name at its end (`Deep Metric Learning to Rank=FastAP`); the part before the colon where it
 * belongs to one paper alone (`Circle Loss`); the nearest title with a misprint for every 12 letters or fewer.
 */
export function matchPaper(
  paper: Pick<SummaryPaper, 'title' | 'links'>,
  library: readonly LibraryPaper[],
): LibraryPaper | undefined {
  return byLink(paper, library) ?? byTitle(paper.title, library) ?? byMisprint(letters(paper.title), library);
}

function byLink(
  { links }: Pick<SummaryPaper, 'links'>,
  library: readonly LibraryPaper[],
): LibraryPaper | undefined {
  const named = (id: string | null, form: RegExp): boolean =>
    id !== null && links.some(({ url }) => form.exec(url)?.[1]?.toLowerCase() === id.toLowerCase());
  return library.find(
    ({ arxiv, doi }) =>
      named(arxiv, /arxiv\.org\/(?:abs|pdf|html)\/(\d{4}\.\d{4,5})/i) ||
      named(doi, /doi\.org\/(10\.[^\s?#]+)/i),
  );
}

function byTitle(title: string, library: readonly LibraryPaper[]): LibraryPaper | undefined {
  const whole = letters(title);
  const short = letters(withoutShortName(title));
  const same = library.find((paper) => letters(paper.title) === whole);
  if (same || whole === '') return same;
  const named = library.filter((paper) => {
    const theirs = withoutShortName(paper.title);
    return letters(theirs) === short || letters(beforeColon(theirs)) === whole;
  });
  return named.length === 1 ? named[0] : undefined;
}

function byMisprint(title: string, library: readonly LibraryPaper[]): LibraryPaper | undefined {
  let nearest: LibraryPaper | undefined;
  let least = Math.floor(title.length / lettersPerMisprint) + 1;
  for (const paper of library) {
    const theirs = letters(paper.title);
    if (Math.abs(theirs.length - title.length) >= least) continue;
    const misprints = distance(title, theirs);
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
