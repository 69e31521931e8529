import type { IdeaEntry } from '../../protocol/idea';

export interface KindNode {
  readonly type: 'kind';
  readonly kind: IdeaEntry['kind'];
  readonly ideas: readonly IdeaEntry[];
}

export interface IdeaNode {
  readonly type: 'idea';
  /** What a command of the node's menu is called with. */
  readonly ideaId: string;
  readonly idea: IdeaEntry;
}

export type IdeaTreeNode = KindNode | IdeaNode;

/** The kinds that have ideas, in the order of their first idea; ideas in the order of the alphabet. */
export function kindNodes(ideas: readonly IdeaEntry[]): KindNode[] {
  const kinds = [...new Set(ideas.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    type: 'kind',
    kind,
    ideas: ideas.filter((idea) => idea.kind === kind).sort((a, b) => a.name.localeCompare(b.name)),
  }));
}

export function ideaNodes({ ideas }: KindNode): IdeaNode[] {
  return ideas.map((idea) => ({ type: 'idea', ideaId: idea.id, idea }));
}

/** The ideas that hold every word of a filter: in name, kind, summary, settings or the paper's title. */
export function matching(
  ideas: readonly IdeaEntry[],
  filter: string,
  titleOf: (idea: IdeaEntry) => string,
): IdeaEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return ideas.filter((idea) => {
    const { id, prefix, summary, paper, source, defaults, variants } = idea;
    const settings = [...Object.keys(defaults), ...Object.keys(variants)];
    const text = [id, prefix, summary, paper?.id, source, titleOf(idea), ...settings].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
