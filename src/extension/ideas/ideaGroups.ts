import type { IdeaEntry } from '../../protocol/idea';

export interface IdeaGroup {
  /** The paper's title; for ideas without a paper, the given words. */
  readonly title: string;
  readonly ideas: readonly IdeaEntry[];
}

/** Ideas by paper, papers and ideas in the order of the alphabet, those without a paper last. */
export function groupByPaper(
  ideas: readonly IdeaEntry[],
  titleOf: (paperId: string) => string,
  without: string,
): IdeaGroup[] {
  const groups = new Map<string | null, IdeaEntry[]>();
  for (const idea of ideas) {
    const key = idea.paper?.id ?? null;
    groups.set(key, [...(groups.get(key) ?? []), idea]);
  }
  return [...groups]
    .map(([paper, members]) => ({
      last: paper === null,
      title: paper === null ? without : titleOf(paper),
      ideas: members.sort((a, b) => a.name.localeCompare(b.name)),
    }))
    .sort((a, b) => Number(a.last) - Number(b.last) || a.title.localeCompare(b.title))
    .map(({ title, ideas: members }) => ({ title, ideas: members }));
}
