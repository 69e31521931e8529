import type { IdeaEntry } from '../../protocol/idea';
import type { IdeaUse, Outline } from './outline';

/** The lab's idea that a use in a document means; undefined for a function of the user's own. */
export function findIdea(
  { kind, name, paper }: Pick<IdeaUse, 'kind' | 'name' | 'paper'>,
  ideas: readonly IdeaEntry[],
): IdeaEntry | undefined {
  if (kind !== null) return ideas.find((idea) => idea.kind === kind && idea.name === name);
  const own = ideas.filter((idea) => idea.paper?.id === paper);
  // Inserted and renamed: the paper's only idea is meant.
  return own.find((idea) => idea.name === name) ?? (own.length === 1 ? own[0] : undefined);
}

/** The variants of a document's experiment in whose settings an idea is used. */
export function variantsWith(
  { experiment, uses }: Outline,
  { kind, name, paper }: Pick<IdeaUse, 'kind' | 'name' | 'paper'>,
): string[] {
  const own = uses.filter((use) => use.kind === kind && use.name === name && use.paper === paper);
  return (experiment?.variants ?? [])
    .filter(({ start, end }) => own.some((use) => use.start >= start && use.end <= end))
    .map((variant) => variant.name);
}
