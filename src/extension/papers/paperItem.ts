import * as vscode from 'vscode';
import type { ReadingStatus } from '../../protocol/marks';
import { commandLink } from '../commands';
import { kindIcons } from '../kindIcons';
import { withoutAddresses } from '../markdownText';
import { runningText } from '../runs/progressText';
import { stateText } from '../runs/scoreText';
import { percent } from '../../statistics/percent';
import type { Grouping } from './arrangement';
import { heading } from './paper';
import type { Paper } from './paper';
import { paperLabel } from './paperLabel';
import { linksTo } from './paperLinks';
import { paperPage } from './paperPages';
import type { PaperStanding } from './paperStandings';
import type { GroupNode, NoteNode } from './paperTree';
import { statusText, statusTitle } from './statusText';

export function groupItem({ group: { title, papers } }: GroupNode, grouping: Grouping): vscode.TreeItem {
  const item = new vscode.TreeItem(groupTitle(title, grouping));
  // A heading over others has no papers of its own.
  item.description = papers.length > 0 ? String(papers.length) : '';
  item.contextValue = 'group';
  const count = papers.length === 1 ? vscode.l10n.t('1 paper') : vscode.l10n.t('{0} papers', papers.length);
  item.accessibilityInformation = {
    label: papers.length > 0 ? `${String(item.label)}, ${count}` : String(item.label),
  };
  return item;
}

export function paperItem(paper: Paper, standing: PaperStanding): vscode.TreeItem {
  const { status, starred, tags } = standing.marks;
  // What is cut in a narrow side bar is the status: papers are grouped by it, too.
  const said = [resultText(standing), status === null ? '' : statusText(status)]
    .filter((part) => part !== '')
    .join(' · ');
  const item = new vscode.TreeItem(paperLabel(paper, starred, said !== ''));
  item.description = said;
  item.iconPath = icon(paper);
  // Decorations go by address.
  item.resourceUri = paperPage(paper);
  item.contextValue = contextValue(paper, standing);
  item.command = commandLink(vscode.l10n.t('Open Notes'), 'metricLab.openPaper', { paperId: paper.id });
  const spoken = [
    paper.title,
    paper.mark ?? '',
    starred ? vscode.l10n.t('starred') : '',
    said,
    ...tags,
    ...abilities(paper, standing.hasExperiment).map(({ spoken }) => spoken),
  ];
  item.accessibilityInformation = { label: spoken.filter((part) => part !== '').join(', ') };
  return item;
}

export function noteItem({ note, paperId, place }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(withoutAddresses(note.text));
  item.tooltip = note.text;
  item.contextValue = 'note';
  item.command = commandLink(vscode.l10n.t('Go to Source Line'), 'metricLab.goToSourceLine', {
    paperId,
    place,
  });
  return item;
}

/** What somebody can do with a paper at once: the letter of its badge, and in words. */
export function abilities(
  { facts }: Paper,
  hasExperiment: boolean,
): readonly { readonly letter: string; readonly spoken: string }[] {
  return [
    ...(facts && facts.ideas.length > 0 ? [{ letter: 'S', spoken: vscode.l10n.t('snippet') }] : []),
    ...(hasExperiment ? [{ letter: 'E', spoken: vscode.l10n.t('experiment') }] : []),
  ];
}

function groupTitle(title: string | null, grouping: Grouping): string {
  if (title === null) return titleOfNone(grouping);
  if (grouping === 'kind') return heading(title);
  if (grouping === 'mark') return title === '-1' ? '−1' : title;
  return grouping === 'status' ? statusTitle(title as ReadingStatus) : title;
}

function titleOfNone(grouping: Grouping): string {
  const titles: Readonly<Record<Grouping, string>> = {
    section: vscode.l10n.t('No Section'),
    year: vscode.l10n.t('No Year'),
    venue: vscode.l10n.t('No Venue'),
    kind: vscode.l10n.t('Not in the Library'),
    mark: vscode.l10n.t('No Mark'),
    status: vscode.l10n.t('No Status'),
    tag: vscode.l10n.t('No Tag'),
  };
  return titles[grouping];
}

/** `R@1 71.1 · supported`, `R@1 71.1 · stale`, `running 62%`; empty where there are no runs. */
function resultText({ best, progress, verdict, stale }: PaperStanding): string {
  if (progress !== null) return runningText([{ step: progress, steps: 1 }]);
  const parts = [
    best ? `R@1 ${percent(best.recallAt1)}` : '',
    verdict ? stateText(verdict.state) : '',
    stale ? vscode.l10n.t('stale') : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The kind as a picture, coloured by the mark; the mark itself stands in words beside it. */
function icon({ facts, mark }: Paper): vscode.ThemeIcon {
  const colours = { '+1': 'charts.green', '-1': 'charts.red' };
  const name = facts ? (kindIcons[facts.kind] ?? 'lightbulb') : 'file-text';
  return new vscode.ThemeIcon(name, mark ? new vscode.ThemeColor(colours[mark]) : undefined);
}

/** What can be done with a paper, for the `when` clauses of its menu: `paper arxiv snippet source`. */
function contextValue(paper: Paper, { marks, hasExperiment }: PaperStanding): string {
  const { facts, entries } = paper;
  const can: readonly (readonly [string, boolean])[] = [
    ['paper', true],
    ['arxiv', (facts?.arxiv ?? null) !== null],
    ['pdf', linksTo('pdf', paper).length > 0],
    ['code', linksTo('code', paper).length > 0],
    ['snippet', facts !== null && facts.ideas.length > 0],
    ['experiment', hasExperiment],
    ['source', entries.length > 0],
    [marks.starred ? 'starred' : 'plain', true],
  ];
  return can.flatMap(([word, holds]) => (holds ? [word] : [])).join(' ');
}
