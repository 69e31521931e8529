import type { IdeaEntry } from '../../protocol/idea';
import type { OwnMarks } from '../../protocol/marks';
import type { Outcome } from '../../protocol/outcome';
import { packRows } from '../../protocol/packedRows';
import type { PaperIdea, PaperPageSnapshot, Relation } from '../../protocol/paperPage';
import type { Curve } from '../../protocol/results';
import { paperCard } from '../pages/paperCard';
import type { Paper } from '../papers/paper';
import { relationNames } from '../papers/paperDocument';
import type { StoredRun } from '../runs/runStore';

/** What the page is sent. `notes` and `outcome` are the library's own. */
export function paperPageState(parts: {
  readonly paper: Paper;
  readonly notes: string | null;
  readonly outcome: Outcome | null;
  readonly marks: OwnMarks;
  readonly ownNotes: string | null;
  /** Of the paper, newest first. */
  readonly runs: readonly StoredRun[];
  readonly curves: readonly Curve[];
  /** All of the lab's. */
  readonly ideas: readonly IdeaEntry[];
  readonly current: PaperPageSnapshot['current'];
  readonly experiment: PaperPageSnapshot['experiment'];
  readonly canRun: boolean;
}): PaperPageSnapshot {
  const { paper, notes, runs, ideas, ...rest } = parts;
  return {
    ...rest,
    paper: paperCard(paper, notes),
    claim: runs[0]?.run.record?.experiment.claim ?? null,
    rows: packRows(runs.map(({ row }) => row)),
    relations: relationsOf(paper),
    ideas: ideas.flatMap((idea) => ideaOf(idea, paper.id)),
  };
}

function relationsOf({ facts }: Paper): Relation[] {
  if (!facts) return [];
  const kinds = Object.entries(relationNames) as [keyof typeof relationNames, string][];
  return kinds
    .map(([kind, name]) => ({
      kind: name,
      others: facts.relations[kind].map(({ text, paper }) => ({ text, paperId: paper })),
    }))
    .filter(({ others }) => others.length > 0);
}

function ideaOf({ id, kind, name, summary, paper }: IdeaEntry, paperId: string): PaperIdea[] {
  return paper?.id === paperId ? [{ id, kind, name, summary, place: paper.place }] : [];
}
