import { oneLine } from './oneLine';
import type { Link } from './summary';

/** What was found in a text, and the text without it. */
export interface Linked {
  readonly text: string;
  readonly links: readonly Link[];
  /** Targets of Markdown links that are no web addresses, such as files. */
  readonly targets: readonly string[];
}

/** `[![words](image)](https://...)`: the image goes, its words name what is behind the link. */
const badgeForm = /\[!\[([^[\]]*)\]\([^()\s]*\)\]\(\s*<?(https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))+)>?\s*\)/gi;
/** An address may hold brackets of its own, closed again. Words in brackets of their own are a label. */
const markdownForm = /!?\[(\[[^[\]]*\]|[^[\]]*)\]\(\s*<?(https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))+)>?\s*\)/gi;
const localForm = /!?\[([^[\]]+)\]\(([^\s()]*)\)/g;
const bareForm = /<?(https?:\/\/[^\s<>"]+)>?/gi;
const arxivForm = /\barXiv\s?:\s*(\d{4}\.\d{4,5})(?:v\d+)?(?![\p{L}\p{N}])(?:\s*\[[a-z]+\.[a-z]+\])?/giu;
const doiForm = /\bdoi\s?:\s*(10\.\d{4,9}\/[^\s<>"]+)/gi;

/** Words that name what is behind a link rather than the paper. */
const label = String.raw`(?:arxiv|pdf|paper|article|abs|html|openreview|cvf|acm|ieee|code|github|(?:py)?torch|tensorflow|keras|jax|matlab|(?:official|unofficial) code|project(?: page)?|page|homepage|website|links?|url|doi|video|talk|slides?|posters?|data(?:set)?|docs?|reviews?|supp(?:lement(?:ary)?)?|blog|demo|colab|bib(?:tex)?)`;
const labelForm = new RegExp(String.raw`^[^\p{L}\p{N}]{0,8}${label}[^\p{L}\p{N}]{0,4}$`, 'iu');
const labelledForm = new RegExp(String.raw`^[^\p{L}\p{N}]{0,8}${label}(?![\p{L}\p{N}])`, 'iu');

const paperHost =
  /^https?:\/\/(?:[\w-]+\.)*(?:arxiv\.org|doi\.org|openreview\.net|thecvf\.com|aclanthology\.org|ecva\.net|mlr\.press|(?:neurips|nips)\.cc|ieeexplore\.ieee\.org|dl\.acm\.org|link\.springer\.com|ojs\.aaai\.org)\//i;

const codeHost =
  /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|code\.google\.com|sourceforge\.net)\//i;

const idSign = /(?:arxiv|doi)\s?:/i;

/**
 * Takes links out of a text: `[words](https://...)` leaves its words, unless they are a label such as "code"; bare
 * addresses, `arXiv:2002.10857` and `doi:10.1109/...` leave nothing. Only http and https count as links.
 */
export function takeLinks(text: string): Linked {
  if (!mayHoldLinks(text)) return { text, links: [], targets: [] };
  const links: Link[] = [];
  const targets: string[] = [];
  const take: Take = (words, url) => {
    links.push({ text: words, url });
  };
  let rest = text.includes('](') ? withoutMarkdown(text, take, targets) : text;
  if (rest.includes('://')) {
    rest = rest.replace(bareForm, (whole: string, found: string) => {
      const url = withoutTail(found);
      if (!/:\/\/./.test(url)) return whole;
      take(url, url);
      return ` ${found.slice(url.length)}`;
    });
  }
  const plain = idSign.test(rest) ? withoutIds(rest, take) : rest;
  return { text: plain === text ? text : tidied(plain), links, targets };
}

function mayHoldLinks(text: string): boolean {
  return text.includes('](') || (text.includes(':') && (text.includes('://') || idSign.test(text)));
}

/** A link of Markdown's by itself. */
export function linkTo(target: string, words: string): Linked {
  const text = oneLine(words);
  if (/^https?:\/\//i.test(target)) return { text, links: [{ text, url: target }], targets: [] };
  return { text, links: [], targets: target === '' ? [] : [target] };
}

type Take = (words: string, url: string) => void;

function withoutMarkdown(text: string, take: Take, targets: string[]): string {
  const plain = text.includes('[![')
    ? text.replace(badgeForm, (_, words: string, url: string) => {
        take(words.trim() || url, url);
        return ' ';
      })
    : text;
  const rest = plain.replace(markdownForm, (found: string, words: string, url: string) => {
    const label = words.replace(/^\[|\]$/g, '').trim();
    take(label || url, url);
    return found.startsWith('!') || label !== words.trim() || isLabel(label) ? ' ' : words;
  });
  if (!rest.includes('](')) return rest;
  return rest.replace(localForm, (_, words: string, target: string) => {
    if (target !== '') targets.push(target);
    return words;
  });
}

/** Takes arXiv ids and DOIs that stand by themselves. */
function withoutIds(text: string, take: Take): string {
  return text
    .replace(arxivForm, (found: string, id: string) => {
      take(found, `https://arxiv.org/abs/${id}`);
      return ' ';
    })
    .replace(doiForm, (found: string, id: string) => {
      const doi = withoutTail(id);
      take(found.slice(0, found.length - id.length + doi.length), `https://doi.org/${doi}`);
      return ` ${id.slice(doi.length)}`;
    });
}

/** Whether nothing but links, and labels for them, stands in a text: `Code: https://...`, `[PDF](...) | [Code](...)`. */
export function isOnlyLinks({ text, links, targets }: Linked): boolean {
  if (links.length === 0 || targets.length > 0) return false;
  for (const [words] of text.matchAll(/[\p{L}\p{N}]+(?: page| code)?/gu)) if (!isLabel(words)) return false;
  return true;
}

/** Whether words name what is behind a link rather than a paper. */
export function isLabel(words: string): boolean {
  return labelForm.test(words);
}

/** Whether a link leads to a paper, by its host. */
export function leadsToPaper({ url }: Link): boolean {
  return paperHost.test(url);
}

/** Whether a link leads to where code is kept, by its host. */
export function leadsToCode({ url }: Link): boolean {
  return codeHost.test(url);
}

/** Whether a text begins with the name of what is behind a link. */
export function beginsWithLabel(text: string): boolean {
  return labelledForm.test(text);
}

/** An address in a sentence ends before the sentence's own marks. */
function withoutTail(url: string): string {
  const trimmed = url.replace(/[.,;:!?'"*_]{1,8}$/, '');
  const unbalanced = trimmed.endsWith(')') && !trimmed.includes('(');
  return unbalanced ? withoutTail(trimmed.slice(0, -1)) : trimmed;
}

/** Without what links leave behind. */
function tidied(text: string): string {
  return oneLine(text.replace(/\[[\s|,/·]{0,9}\]|\([\s|,/·]{0,9}\)/g, ' '));
}
