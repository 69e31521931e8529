import * as vscode from 'vscode';
import type { Paper, PaperCollection } from './paper';

interface PaperItem extends vscode.QuickPickItem {
  readonly paper?: Paper;
}

/** Asks for a paper, by title, authors, year or id. */
export async function pickPaper({ sections }: PaperCollection, title: string): Promise<Paper | undefined> {
  const items = sections.flatMap((section): PaperItem[] => [
    { label: section.title, kind: vscode.QuickPickItemKind.Separator },
    ...section.papers.map(itemOf),
  ]);
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
