import * as vscode from 'vscode';
import type { IdeaEntry } from '../../protocol/idea';
import type { PaperStore } from '../papers/paperStore';
import { originOf } from './ideaCard';

/** Lets the user choose one of several ideas, in the order of their names. One alone is chosen at once. */
export async function pickIdea(
  ideas: readonly IdeaEntry[],
  papers: PaperStore,
  title: string,
): Promise<IdeaEntry | undefined> {
  if (ideas.length === 1) return ideas[0];
  const titles = await papers.titles();
  // No separators: the editor lets a title of that length hide the row under it.
  const items = ideas
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((idea) => ({
      label: idea.name,
      description: [idea.prefix, originOf(idea, (id) => titles.get(id) ?? id)].filter(Boolean).join(' · '),
      detail: idea.summary,
      idea,
    }));
  const options = {
    title,
    placeHolder: vscode.l10n.t('Name or paper'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.idea;
}
