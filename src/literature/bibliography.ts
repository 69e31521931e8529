import { readAuthor, readAuthors, readTurned } from './authors';
import type { Beside, Titled } from './besideTitle';
import { takeLinks } from './hyperlinks';
import { isSymbols } from './lines';
import { isLong, unquoted } from './titles';
import { readVenue } from './venues';

/** `F. Schroff and J. Philbin, "Title," in Proc. CVPR, 2015`: the title in quotes, as IEEE, MLA and Chicago have it. */
const quotedForm = /^(?<front>[^"“”]{3,})["“](?<title>[^"“”]+)["”](?<rest>.*)$/su;

/** `Sun, Y., & Wei, Y. (2020). Title. In CVPR` of APA, `Yifan Sun and Yichen Wei. 2020. Title. In CVPR.` of ACM. */
const datedForm =
  /^(?<front>[^()]{3,}?)(?:\s\((?<closed>(?:19|20)\d\d)\)\.|\.\s(?<open>(?:19|20)\d\d)\.)\s+(?<body>\S.*)$/su;

/** What every such line has: spares most lines the search. */
const dateSign = /\.\s(?:19|20)\d\d\.|\s\((?:19|20)\d\d\)\./;

/** A title, and the sentence that says where it appeared. */
const sentenceForm = /^(?<title>.*?\p{L}{2}[.?!])\s+(?<rest>\S.*)$/su;

const yearForm = /(?<![\d–-])(?:19|20)\d\d(?![\d–-])/;
const yearAtEndForm = /[\s.,]+\(?(?<year>(?:19|20)\d\d)\)?[\s.,]*$/;

/** Up to a comma, a bracket or a full stop, but for one of an abbreviation. */
const venueForm =
  /^(?:[Ii]n:?\s+)?(?<venue>[\p{L}\p{N}].*?)(?=\s*(?:[,([]|(?<=\p{Ll}{4}|\p{Lu}{3})\.\s+(?:\p{Lu}\p{Ll}{4}|\d)|\.?$))/su;

/** No sentence in front of a title is longer than a list of authors may be. */
const farthest = 400;

/** The entry of a bibliography: authors, title, and where and when it appeared; null for any other text. */
export function readEntry(text: string): Titled | null {
  const quoted = text.includes('"') || text.includes('“') ? readQuoted(text) : null;
  if (quoted || !text.includes('. ')) return quoted;
  return readDated(text) ?? readSentences(text);
}

function readQuoted(text: string): Titled | null {
  const { front, title, rest } = quotedForm.exec(text)?.groups ?? {};
  if (front === undefined) return null;
  const dated = yearAtEndForm.exec(front);
  const names = withoutEnd(dated ? front.slice(0, dated.index) : front);
  const authors = readAuthors(names) ?? readTurned(names) ?? readAuthor(names);
  return authors && entry(title!, authors, rest!, dated && Number(dated.groups!.year));
}

function readDated(text: string): Titled | null {
  const found = dateSign.test(text) ? datedForm.exec(text)?.groups : undefined;
  if (!found) return null;
  const names = withoutEnd(found.front!);
  // Behind one name in its usual order a bracket says too little: `Matching Networks (2016). Old.`
  const authors = readAuthors(names) ?? readTurned(names) ?? (found.open ? readAuthor(names) : null);
  const { title, rest } = sentenceForm.exec(found.body!)?.groups ?? { title: found.body, rest: '' };
  if (!authors || !isLong(title!)) return null;
  return entry(title!, authors, rest!, Number(found.closed ?? found.open));
}

/** `Qi Qian, Lei Shang, and Rong Jin. Title. In ICCV, 2019.` */
function readSentences(text: string): Titled | null {
  for (let at = text.indexOf('. '); at >= 0 && at <= farthest; at = text.indexOf('. ', at + 1)) {
    const front = text.slice(0, at);
    if (!/,|\sand\s|\set\sal$/.test(front)) continue;
    const authors = readAuthors(front);
    if (!authors) continue;
    const { title, rest } = sentenceForm.exec(text.slice(at + 2))?.groups ?? {};
    return title !== undefined && isLong(title) && yearForm.test(rest!)
      ? entry(title, authors, rest!, null)
      : null;
  }
  return null;
}

function entry(title: string, authors: readonly string[], rest: string, year: number | null): Titled {
  return {
    title: unquoted(title).replace(/[.,]$/, ''),
    beside: [{ ...readSource(rest, year), authors }],
  };
}

/** `In Proc. CVPR, 2015, pp. 815-823`: its venue and year; where it says more, all of it is a remark. */
function readSource(text: string, known: number | null): Beside {
  const { text: unlinked, links, targets } = takeLinks(text);
  const rest = unquoted(unlinked.replace(/^[\s.,]+/, ''));
  const words = venueIn(rest);
  const named = words === null ? null : readVenue(words);
  const year = known ?? named?.year ?? yearIn(rest);
  const left = rest
    .replace(words ?? '', ' ')
    .replace(String(year), ' ')
    .replace(/^in\b/i, ' ');
  const remarks = isSymbols(left) ? targets : [rest, ...targets];
  return { authors: [], venue: named && named.venue, year, links, remarks };
}

function venueIn(source: string): string | null {
  const words = venueForm.exec(source)?.groups?.venue ?? '';
  return /\p{L}{2}/u.test(words) && !/^(?:pp?|vol|no)\b/i.test(words) ? words : null;
}

function yearIn(source: string): number | null {
  const found = yearForm.exec(source);
  return found && Number(found[0]);
}

/** Without what parts names from what follows; the full stop of an initial stays. */
function withoutEnd(front: string): string {
  return front.replace(/[\s,:;]+$/, '').replace(/(?<=\p{L}{3})\.$/u, '');
}
