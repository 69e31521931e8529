import { l10n } from 'vscode';
import { links as libraryLinks } from '../../literature/library';
import type { Link } from '../../literature/summary';
import type { OwnMarks } from '../../protocol/marks';
import { escapeMarkdown, linkMarkdown } from '../markdownText';
import { claimText } from '../runs/scoreText';
import { replicatesInWords } from '../../statistics/pairedScores';
import { percent } from '../../statistics/percent';
import type { Standing } from '../runs/standing';
import type { Paper } from './paper';
import { statusText } from './statusText';

/** What the card says of a paper besides what is published. */
export interface CardStanding extends Omit<Standing, 'scored'> {
  readonly marks?: OwnMarks;
  readonly stale?: boolean;
}

/** The card shown when the pointer rests on a paper, in Markdown. */
export function hoverCard(paper: Paper, { best, marks, verdict, stale }: CardStanding): string {
  const parts = [`**${escapeMarkdown(paper.title)}**`, byline(paper), marks ? marksLine(marks) : ''];
  if (paper.facts) parts.push(`*${escapeMarkdown(paper.facts.kind)}*`);
  if (paper.facts?.claim) parts.push(l10n.t('To observe: {0}', escapeMarkdown(paper.facts.claim)));
  if (best) {
    const over = replicatesInWords(best.replicates);
    const score = `**R@1 ${percent(best.recallAt1)}** (${escapeMarkdown(best.variant)}, ${over})`;
    const text = stale ? l10n.t('{0} · of an earlier version', score) : score;
    parts.push(l10n.t('Own result: {0}', text));
  }
  if (verdict) parts.push(l10n.t('Own runs: {0}', escapeMarkdown(claimText(verdict))));
  const links = paperLinks(paper).map(({ text, url }) => linkMarkdown(text, url));
  if (links.length > 0) parts.push(links.join(' · '));
  return parts.filter((part) => part !== '').join('\n\n');
}

/** `★ · reading · #pair losses` */
function marksLine({ starred, status, tags }: OwnMarks): string {
  const parts = [
    ...(starred ? ['★'] : []),
    ...(status ? [statusText(status)] : []),
    ...tags.map((tag) => `#${tag}`),
  ];
  return parts.map(escapeMarkdown).join(' · ');
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
