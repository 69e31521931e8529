import * as vscode from 'vscode';
import { papersMime } from '../ids';
import { citing } from './citing';
import type { TreeNode } from './paperTree';

/** What papers that are dragged out of the view carry: their ids for `PaperDrop`, and links in Markdown for everybody else. */
export const paperDrag: vscode.TreeDragAndDropController<TreeNode> = {
  dragMimeTypes: [papersMime, 'text/plain'],
  dropMimeTypes: [],
  handleDrag(nodes, transfer) {
    const papers = nodes.flatMap((node) => (node.type === 'paper' ? [node.paper] : []));
    if (papers.length === 0) return;
    transfer.set(papersMime, new vscode.DataTransferItem(papers.map(({ id }) => id).join('\n')));
    transfer.set('text/plain', new vscode.DataTransferItem(papers.map(citing.markdown).join('\n')));
  },
};
