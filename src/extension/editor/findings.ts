import { l10n } from 'vscode';
import { closest, distance } from 'fastest-levenshtein';
import type { IdeaEntry } from '../../protocol/idea';
import { findIdea } from './findIdea';
import type { Outline, PaperMention, Setting } from './outline';
import { isWithin, publishedBatch, publishedNumbers } from './published';
import type { PublishedNumber } from './published';
import type { Span } from './syntax';

/** Something to know about a place in a document, and what could stand there instead. */
export interface Finding extends Span {
  readonly code: 'unknown-paper' | 'unpublished-setting';
  readonly message: string;
  /** The paper that it is about. */
  readonly paper: string | null;
  readonly instead: string | null;
}

/** What findings are made from. */
export interface Literature {
  readonly ideas: readonly IdeaEntry[];
  /** All known papers by id; `batch` as its protocol says. */
  readonly papers: ReadonlyMap<string, { readonly title: string; readonly batch: string | null }>;
}

/** Papers that nobody knows, and hyperparameters outside of what is published for them. */
export function findings(outline: Outline, literature: Literature): Finding[] {
  const { papers, ideas } = literature;
  const ids = [...papers.keys()];
  const settings = outline.uses.flatMap((use) => {
    const idea = findIdea(use, ideas);
    return idea ? use.settings.map((setting) => ({ setting, idea })) : [];
  });
  const shared = sharedSettings(outline);
  return [
    ...outline.papers.flatMap((mention) => (papers.has(mention.id) ? [] : unknownPaper(mention, ids))),
    ...settings.flatMap(({ setting, idea }) =>
      shared.has(setting.start) ? [] : ofSetting(setting, idea, literature),
    ),
    ...batchFindings(outline, settings, literature),
  ];
}

function unknownPaper({ id, form, start, end }: PaperMention, ids: readonly string[]): Finding[] {
  if (id === '' || ids.length === 0) return [];
  const near = closest(id, ids);
  const instead = distance(id, near) <= Math.max(1, id.length / 4) ? near : null;
  // Comments see many things that are no papers.
  if (form === 'see' && instead === null) return [];
  const message = instead
    ? l10n.t("No paper '{0}' in the summary or the library. Did you mean '{1}'?", id, instead)
    : l10n.t("No paper '{0}' in the summary or the library.", id);
  return [{ code: 'unknown-paper', message, paper: null, instead, start, end }];
}

/** How batches are made belongs to the experiment's paper, not to the sampler's. */
const batchSettings: ReadonlySet<string> = new Set(['classes', 'perClass', 'batchSize', 'views']);

/** Where an object is given to a call with several ideas: whose settings they are, only the call knows. */
function sharedSettings({ uses }: Outline): ReadonlySet<number> {
  const seen = new Set<number>();
  const starts = uses.flatMap((use) => use.settings.map(({ start }) => start));
  return new Set(starts.filter((start) => seen.has(start) || !seen.add(start)));
}

function ofSetting({ name, value, start, end }: Setting, idea: IdeaEntry, { papers }: Literature): Finding[] {
  const published = publishedNumbers(idea, name);
  const [first] = published;
  const isBatch = idea.kind === 'sampler' && batchSettings.has(name);
  if (typeof value !== 'number' || isBatch || !first || isWithin(value, published)) return [];
  const title = idea.paper ? (papers.get(idea.paper.id)?.title ?? idea.paper.id) : idea.source;
  const origin = [title, idea.paper?.place].filter(Boolean).join(', ');
  const said = published.map((one) => publishedText(one, origin)).join('; ');
  const message = l10n.t('{0}: {1} is {2} here; {3}.', idea.name, name, value, said);
  return [
    {
      code: 'unpublished-setting',
      message,
      paper: idea.paper?.id ?? null,
      instead: `${first.value}`,
      start,
      end,
    },
  ];
}

function publishedText({ value, variant }: PublishedNumber, origin: string): string {
  if (variant !== null) return l10n.t("{0} in the variant '{1}'", value, variant);
  return origin === '' ? l10n.t('{0} by default', value) : l10n.t('{0} in "{1}"', value, origin);
}

/** Where the experiment's paper says how many classes and images of each are in a batch, and its sampler has others. */
function batchFindings(
  { experiment }: Outline,
  settings: readonly { readonly setting: Setting; readonly idea: IdeaEntry }[],
  { papers }: Literature,
): Finding[] {
  const id = experiment?.paper ?? '';
  const paper = papers.get(id);
  if (!paper?.batch) return [];
  const batch: Readonly<Record<string, number | null>> = { ...publishedBatch(paper.batch) };
  return settings.flatMap(({ setting: { name, value, start, end }, idea }): Finding[] => {
    const published = idea.kind === 'sampler' && Object.hasOwn(batch, name) ? batch[name] : null;
    if (typeof published !== 'number' || typeof value !== 'number' || value === published) return [];
    const message = l10n.t(
      '{0}: {1} is {2} here; batches are of {3} in "{4}", its protocol.',
      ...[idea.name, name, value, paper.batch ?? '', paper.title],
    );
    return [{ code: 'unpublished-setting', message, paper: id, instead: `${published}`, start, end }];
  });
}
