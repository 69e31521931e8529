import type { DocumentNotes, Place } from '../../literature/mergeSummaries';
import type { Note } from '../../literature/summary';
import type { Paper } from './paper';
import type { PaperGroup } from './paperGroups';

/** The nodes of the Papers view. Ids stay the same while the documents change around them. */
export interface GroupNode {
  readonly type: 'group';
  readonly id: string;
  readonly group: PaperGroup;
}

export interface PaperNode {
  readonly type: 'paper';
  readonly id: string;
  readonly paperId: string;
  readonly paper: Paper;
  readonly parent: GroupNode;
}

export interface NoteNode {
  readonly type: 'note';
  readonly id: string;
  /** The paper that the note belongs to; empty for a note of a section. */
  readonly paperId: string;
  readonly place: Place;
  readonly note: Note;
  readonly parent: TreeNode;
}

export type TreeNode = GroupNode | PaperNode | NoteNode;

/** @param prefix tells the nodes of one arrangement from those of another: what is open is kept for each */
export function groupNodes(groups: readonly PaperGroup[], prefix: string): GroupNode[] {
  const unique = uniqueIds(prefix);
  return groups.map((group) => ({ type: 'group', id: unique(group.key), group }));
}

/** The nodes under one, made when it is opened. */
export function childNodes(parent: TreeNode): TreeNode[] {
  switch (parent.type) {
    case 'group': {
      const unique = uniqueIds(parent.id);
      const papers = parent.group.papers.map((paper): PaperNode => ({
        type: 'paper',
        id: unique(paper.id),
        paperId: paper.id,
        paper,
        parent,
      }));
      return [...entryNodes(parent, '', parent.group.entries), ...papers];
    }
    case 'paper':
      return entryNodes(parent, parent.paperId, parent.paper.entries);
    case 'note':
      return noteNodes(parent, parent.id, parent.paperId, {
        document: parent.place.document,
        notes: parent.note.notes,
      });
  }
}

export function hasChildren(node: TreeNode): boolean {
  switch (node.type) {
    case 'group':
      return node.group.papers.length > 0 || hasNotes(node.group.entries);
    case 'paper':
      return hasNotes(node.paper.entries);
    case 'note':
      return node.note.notes.length > 0;
  }
}

function hasNotes(entries: readonly DocumentNotes[]): boolean {
  return entries.some(({ notes }) => notes.length > 0);
}

function entryNodes(parent: TreeNode, paperId: string, entries: readonly DocumentNotes[]): NoteNode[] {
  return entries.flatMap((entry, at) =>
    noteNodes(parent, at === 0 ? parent.id : `${parent.id}/entry ${at}`, paperId, entry),
  );
}

function noteNodes(
  parent: TreeNode,
  prefix: string,
  paperId: string,
  { document, notes }: Pick<DocumentNotes, 'document' | 'notes'>,
): NoteNode[] {
  return notes.map((note, index) => ({
    type: 'note',
    id: `${prefix}/note ${index}`,
    paperId,
    place: { document, line: note.line },
    note,
    parent,
  }));
}

/** `parent/name`, and `parent/name 2` where a name comes again. */
function uniqueIds(parent: string): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? `${parent}/${name}` : `${parent}/${name} ${count}`;
  };
}
