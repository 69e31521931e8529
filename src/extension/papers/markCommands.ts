import * as vscode from 'vscode';
import type { ReadingStatus } from '../../protocol/marks';
import { papersOf } from '../targets';
import type { PaperSelection } from '../targets';
import type { PaperMarks } from './paperMarks';
import { pickPaper } from './paperPicker';
import type { PaperStore } from './paperStore';
import { pickTags } from './tagPicker';

/** The reader's own marks, set for all selected papers. */
export class MarkCommands {
  constructor(
    private readonly papers: PaperStore,
    private readonly marks: PaperMarks,
  ) {}

  async setStatus(selection: PaperSelection, status: ReadingStatus | null): Promise<void> {
    const ids = await this.idsOf(selection);
    if (ids.length > 0) await this.marks.setStatus(ids, status);
  }

  async setStarred(selection: PaperSelection, starred: boolean): Promise<void> {
    const ids = await this.idsOf(selection);
    if (ids.length > 0) await this.marks.setStarred(ids, starred);
  }

  async editTags(selection: PaperSelection): Promise<void> {
    const ids = await this.idsOf(selection);
    if (ids.length === 0) return;
    await this.marks.load();
    const [first = [], ...others] = ids.map((id) => this.marks.get(id).tags);
    const common = first.filter((tag) => others.every((tags) => tags.includes(tag)));
    const title =
      ids.length === 1
        ? vscode.l10n.t('Tags of {0}', (await this.papers.paper(ids[0]!)).title)
        : vscode.l10n.t('Tags of {0} Papers', ids.length);
    const change = await pickTags(this.marks.tags, common, title);
    if (change) await this.marks.changeTags(ids, change);
  }

  private async idsOf(selection: PaperSelection): Promise<readonly string[]> {
    const ids = papersOf(selection);
    if (ids.length > 0) return ids;
    const paper = await pickPaper(this.papers, vscode.l10n.t('Paper'));
    return paper ? [paper.id] : [];
  }
}
