import { links as libraryLinks } from '../../literature/library';
import type { Link } from '../../literature/summary';
import { escapeMarkdown, linkMarkdown } from '../markdownText';
import { percent } from '../runs/standing';
import type { Standing } from '../runs/standing';
import type { Paper } from './paper';

/** The card shown when the pointer rests on a paper, in Markdown. */
export function hoverCard(paper: Paper, { best }: Standing): string {
  const parts = [`**${escapeMarkdown(paper.title)}**`, byline(paper)];
  if (paper.facts) parts.push(`*${escapeMarkdown(paper.facts.kind)}*`);
  if (paper.facts?.claim) parts.push(`To observe: ${escapeMarkdown(paper.facts.claim)}`);
  if (best) {
    const seeds = best.seeds === 1 ? '1 seed' : `${best.seeds} seeds`;
    parts.push(`Own result: **R@1 ${percent(best.recallAt1)}** (${escapeMarkdown(best.variant)}, ${seeds})`);
  }
  const links = paperLinks(paper).map(({ text, url }) => linkMarkdown(text, url));
  if (links.length > 0) parts.push(links.join(' · '));
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Authors, venue and year in one line of Markdown; empty where nothing is known. */
export function byline({ authors, venue, year }: Paper): string {
  const published = [venue, year].filter((part) => part !== null).join(' ');
  return [authors.join(', '), published]
    .filter((part) => part !== '')
    .map(escapeMarkdown)
    .join(' · ');
}

/** Where the paper and its code are as the library knows it, then the summary's own links. */
export function paperLinks({ facts, links }: Paper): Link[] {
  const known = facts ? libraryLinks(facts) : [];
  const seen = new Set(known.map(({ url }) => url));
  return [...known, ...links.filter(({ url }) => !seen.has(url))];
}
