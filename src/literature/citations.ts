import type { Citation } from './bibtex';

/** Where a paper can be read: arXiv, else its DOI, else the first link that a document gives; null where there is none. */
export function paperAddress({ arxiv, doi }: Citation, links: readonly { url: string }[]): string | null {
  if (arxiv !== null) return `https://arxiv.org/abs/${arxiv}`;
  return doi === null ? (links[0]?.url ?? null) : `https://doi.org/${doi}`;
}

/** `Yifan Sun et al. Circle Loss: A Unified Perspective. CVPR 2020.` What is not known is left out. */
export function citation({ title, authors, venue, year }: Citation): string {
  const [first, second] = authors;
  const others = authors.length > 2 || second === 'et al.';
  const people = others ? `${first} et al.` : authors.join(' and ');
  const published = [venue, year].filter((part) => part !== null).join(' ');
  return [people, title, published]
    .filter((part) => part !== '')
    .map((part) => (/[.?!]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
