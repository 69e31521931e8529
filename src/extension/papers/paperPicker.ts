import * as vscode from 'vscode';
import type { Paper } from './paper';
import type { PaperStore } from './paperStore';

interface PaperItem extends vscode.QuickPickItem {
  readonly paper?: Paper;
}

/** Asks for a paper, by title, authors, year or id: those that are shown, then the others of the library. */
export async function pickPaper(store: PaperStore, title: string): Promise<Paper | undefined> {
  const { sections, byId } = await store.papers();
  const others = [...(await store.known()).values()].filter(({ id }) => !byId.has(id));
  const groups = [...sections, { title: vscode.l10n.t('In the library'), papers: others }];
  const items = groups.flatMap(({ title: label, papers }): PaperItem[] =>
    papers.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...papers.map(itemOf)] : [],
  );
  const options = {
    title,
    placeHolder: vscode.l10n.t('Title, authors, venue, year or id'),
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.paper;
}

function itemOf(paper: Paper): PaperItem {
  const { id, title, authors, venue, year } = paper;
  return {
    label: title,
    description: [venue, year].filter((part) => part !== null).join(' '),
    detail: [authors.join(', '), id].filter((part) => part !== '').join(' · '),
    paper,
  };
}
