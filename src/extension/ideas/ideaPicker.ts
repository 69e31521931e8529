import * as vscode from 'vscode';
import type { IdeaEntry } from '../../protocol/idea';
import type { PaperStore } from '../papers/paperStore';
import { groupByPaper } from './ideaGroups';

interface IdeaItem extends vscode.QuickPickItem {
  readonly idea?: IdeaEntry;
}

/** Lets the user choose one of several ideas, grouped by paper. One alone is chosen at once. */
export async function pickIdea(
  ideas: readonly IdeaEntry[],
  papers: PaperStore,
  title: string,
): Promise<IdeaEntry | undefined> {
  if (ideas.length === 1) return ideas[0];
  const titles = await papers.titles();
  const groups = groupByPaper(ideas, (id) => titles.get(id) ?? id, vscode.l10n.t('No paper'));
  const items = groups.flatMap((group): IdeaItem[] => [
    { label: group.title, kind: vscode.QuickPickItemKind.Separator },
    ...group.ideas.map((idea) => ({
      label: idea.name,
      description: [idea.prefix, idea.paper?.place].filter(Boolean).join(' · '),
      detail: idea.summary,
      idea,
    })),
  ]);
  const options = {
    title,
    placeHolder: vscode.l10n.t('Name or paper'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.idea;
}
