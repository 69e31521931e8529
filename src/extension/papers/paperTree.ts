import type { DocumentNotes, Place } from '../../literature/mergeSummaries';
import type { Note } from '../../literature/summary';
import type { Paper, PaperCollection, PaperSection } from './paper';

/** The nodes of the Papers view. Ids stay the same while the document changes around them. */
export interface SectionNode {
  readonly type: 'section';
  readonly id: string;
  readonly section: PaperSection;
}

export interface PaperNode {
  readonly type: 'paper';
  readonly id: string;
  readonly paperId: string;
  readonly paper: Paper;
}

export interface NoteNode {
  readonly type: 'note';
  readonly id: string;
  /** The paper that the note belongs to; empty for a note of a section. */
  readonly paperId: string;
  readonly place: Place;
  readonly note: Note;
}

export type TreeNode = SectionNode | PaperNode | NoteNode;

export function sectionNodes(collection: PaperCollection): SectionNode[] {
  const unique = uniqueIds('section');
  return collection.sections.map((section) => ({ type: 'section', id: unique(section.title), section }));
}

/** The nodes under one, made when it is opened. */
export function childNodes(parent: TreeNode): TreeNode[] {
  switch (parent.type) {
    case 'section': {
      const unique = uniqueIds(parent.id);
      const papers = parent.section.papers.map((paper): PaperNode => ({
        type: 'paper',
        id: unique(paper.id),
        paperId: paper.id,
        paper,
      }));
      return [...entryNodes(parent.id, '', parent.section.entries), ...papers];
    }
    case 'paper':
      return entryNodes(parent.id, parent.paperId, parent.paper.entries);
    case 'note':
      return noteNodes(parent, parent.place.document, parent.note.notes);
  }
}

export function hasChildren(node: TreeNode): boolean {
  switch (node.type) {
    case 'section':
      return node.section.papers.length > 0 || hasNotes(node.section.entries);
    case 'paper':
      return hasNotes(node.paper.entries);
    case 'note':
      return node.note.notes.length > 0;
  }
}

function hasNotes(entries: readonly DocumentNotes[]): boolean {
  return entries.some(({ notes }) => notes.length > 0);
}

function entryNodes(parentId: string, paperId: string, entries: readonly DocumentNotes[]): NoteNode[] {
  return entries.flatMap(({ document, notes }, at) =>
    noteNodes({ id: at === 0 ? parentId : `${parentId}/entry ${at}`, paperId }, document, notes),
  );
}

function noteNodes(
  { id, paperId }: Pick<NoteNode, 'id' | 'paperId'>,
  document: string,
  notes: readonly Note[],
): NoteNode[] {
  return notes.map((note, index) => ({
    type: 'note',
    id: `${id}/note ${index}`,
    paperId,
    place: { document, line: note.line },
    note,
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
