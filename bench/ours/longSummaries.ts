/** Made-up documents of many papers, one for each way in which people write them down. */
import { random, type Random } from '../../src/lab/core/random';

const papersPerSection = 50;

const titleWords =
  `Deep Metric Learning Proxy Anchor Loss Unified Perspective Similarity Optimization Cross-Batch Memory Embedding
  Ranked List Sampling Matters Graph Network Attention Visual Retrieval Representation Few-Shot Hyperbolic Robust Contrastive
  for with of via and towards Unsupervised Hierarchical`.split(/\s+/);
const firstNames =
  'Ada Boris Chen Dana Emil Farah Goro Hana Ines Jonas Kofi Lena Milan Nadia Oskar Priya'.split(' ');
const lastNames =
  'Abel Berg Costa Dahl Eriksen Fujita Greco Huang Ivanov Jansen Kim Lopez Moreau Novak Okafor Patel'.split(
    ' ',
  );
const venues = 'CVPR ICCV ECCV NeurIPS ICML ICLR AAAI'.split(' ');

interface MadeUpPaper {
  readonly title: string;
  readonly authors: readonly string[];
  readonly venue: string;
  readonly year: number;
  readonly arxiv: string;
  readonly code: string;
}

/** How a paper is written down; `starts` where it is the first of a section. */
type Shape = (paper: MadeUpPaper, starts: string | null) => string;

export const shapes: Readonly<Record<string, Shape>> = {
  list: ({ title, authors, venue, year, arxiv, code }, starts) =>
    `${starts === null ? '' : `\n## ${starts}\n\n`}` +
    `- [${title}](${arxiv}), ${authors.join(', ')}. ${venue} ${year}. [[code]](${code})\n`,
  table: ({ title, authors, venue, year, arxiv, code }, starts) =>
    `${starts === null ? '' : `\n## ${starts}\n\n| Title | Authors | Venue | Year | Links |\n| --- | --- | --- | --- | --- |\n`}` +
    `| ${title} | ${authors.join(', ')} | ${venue} | ${year} | [paper](${arxiv}) / [code](${code}) |\n`,
  summary: ({ title, authors, venue, year, arxiv }, starts) =>
    `${starts === null ? '' : `\n\n${starts}\n\n`}` +
    `• ${venue} ${year}-${title}-${authors.join(', ')} :+1:\n` +
    `   • A loss for ${title}, which pulls the positives of a class together.\n` +
    `   • Weights pairs by how hard they are: ${arxiv}\n`,
  headings: ({ title, authors, venue, year, arxiv }, starts) =>
    `${starts === null ? '' : `## ${starts}\n\n`}### ${title} (${venue} ${year})\n` +
    `- Paper: ${arxiv}\n- Authors: ${authors.join(', ')}\n- It pulls all positives into one sphere.\n\n`,
  bibtex: ({ title, authors, venue, year, arxiv }) =>
    `@inproceedings{${title.toLowerCase().replaceAll(/[^a-z\d]/g, '')},\n  title     = {{${title}}},\n` +
    `  author    = {${authors.join(' and ')}},\n  booktitle = {Proceedings of ${venue}},\n` +
    `  pages     = {${year}--${year + 9}},\n  year      = {${year}},\n  url       = {${arxiv}},\n}\n\n`,
};

/** A document of so many papers, the same each time. */
export function longSummary(shape: Shape, papers: number): string {
  const rng = random(0, 'bench', 'parse');
  const rows = Array.from({ length: papers }, (_, at) =>
    shape(madeUp(rng, at), at % papersPerSection === 0 ? `Section ${at / papersPerSection + 1}` : null),
  );
  return shape === shapes.bibtex
    ? rows.join('')
    : `${shape === shapes.summary ? '' : '# '}Papers\n\n${rows.join('')}`;
}

function madeUp(rng: Random, number: number): MadeUpPaper {
  const any = (items: readonly string[]): string => items[rng.integer(items.length)]!;
  const several = (least: number, most: number, one: () => string): string[] =>
    Array.from({ length: least + rng.integer(most - least + 1) }, one);
  return {
    title: `${several(5, 9, () => any(titleWords)).join(' ')} ${number}`,
    authors: several(2, 5, () => `${any(firstNames)} ${any(lastNames)}`),
    venue: any(venues),
    year: 2006 + rng.integer(19),
    arxiv: `https://arxiv.org/abs/${1700 + rng.integer(800)}.${10_000 + rng.integer(89_999)}`,
    code: `https://github.com/example/paper-${number}`,
  };
}
