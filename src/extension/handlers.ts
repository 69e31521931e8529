import * as vscode from 'vscode';
import type { IdeaEntry } from '../protocol/idea';
import type { EngineCommands } from './engines/engineCommands';
import type { FirstSteps } from './firstSteps';
import type { SnippetsView } from './ideas/snippetsView';
import type { CommandHandlers } from './ids';
import type { PaperPanel } from './paperPage/paperPanel';
import { arrangementCommands } from './papers/arrangementCommands';
import type { ArrangementCommand } from './papers/arrangementCommands';
import { askGrouping, askSorting } from './papers/arrangementPicker';
import type { ArrangementStore } from './papers/arrangementStore';
import { askFilter } from './papers/filterInput';
import type { MarkCommands } from './papers/markCommands';
import type { PaperCommands } from './papers/paperCommands';
import type { PaperStore } from './papers/paperStore';
import type { ResultsPanel } from './results/resultsPanel';
import type { RunCommands } from './runs/runCommands';
import type { RunFolders } from './runs/runFolders';
import type { RunStore } from './runs/runStore';
import type { RunsView } from './runs/runsView';
import type { StopCommands } from './runs/stopCommands';
import { isPaperTarget } from './targets';
import type { PaperTarget, RunnableTarget } from './targets';

/** The parts that commands speak to. */
export interface CommandParts {
  readonly firstSteps: FirstSteps;
  readonly papers: PaperStore;
  readonly arrangement: ArrangementStore;
  readonly paper: PaperCommands;
  readonly mark: MarkCommands;
  readonly paperPanel: PaperPanel;
  readonly snippets: SnippetsView;
  readonly runs: RunStore;
  readonly runsView: RunsView;
  readonly run: RunCommands;
  readonly stop: StopCommands;
  readonly folders: RunFolders;
  readonly results: ResultsPanel;
  readonly engine: EngineCommands;
}

/** What each command does. */
export function commandHandlers(parts: CommandParts): CommandHandlers {
  const { firstSteps, papers, arrangement, paper, mark, snippets, runsView, run, stop, folders, engine } =
    parts;
  const insertOfKind = (kinds: readonly IdeaEntry['kind'][], title: string) =>
    firstSteps.completeBy('metricLab.done.snippet', paper.insertOfKind(kinds, title));
  return {
    ...arrangementHandlers(arrangement),
    'metricLab.openSummary': () => paper.openSummary(),
    'metricLab.addSummary': () => paper.addSummary(),
    'metricLab.refreshPapers': () => papers.reload(),
    'metricLab.openPaper': (target) => firstSteps.completeBy('metricLab.done.paper', paper.openNotes(target)),
    'metricLab.openPaperPage': (target) =>
      firstSteps.completeBy('metricLab.done.paper', showPaper(parts, target)),
    'metricLab.openMyNotes': (target) => paper.openMyNotes(target),
    'metricLab.goToSourceLine': (target) => paper.goToSourceLine(target),
    'metricLab.openOnArxiv': (target) => paper.openOnArxiv(target),
    'metricLab.openPdf': (target) => paper.openPdf(target),
    'metricLab.openCode': (target) => paper.openCode(target),
    'metricLab.goToPaper': () => paper.goToPaper(),
    'metricLab.groupPapers': () => askGrouping(arrangement),
    'metricLab.sortPapers': () => askSorting(arrangement),
    'metricLab.filterPapers': () =>
      askFilter(arrangement.current.filter, (filter) => arrangement.change({ filter })),
    'metricLab.clearPaperFilter': () => arrangement.change({ filter: '' }),
    'metricLab.copyBibtex': (...selection) => paper.copy(selection, 'bibtex'),
    'metricLab.copyCitation': (...selection) => paper.copy(selection, 'text'),
    'metricLab.copyMarkdownLink': (...selection) => paper.copy(selection, 'markdown'),
    'metricLab.starPaper': (...selection) => mark.setStarred(selection, true),
    'metricLab.unstarPaper': (...selection) => mark.setStarred(selection, false),
    'metricLab.markToRead': (...selection) => mark.setStatus(selection, 'to read'),
    'metricLab.markReading': (...selection) => mark.setStatus(selection, 'reading'),
    'metricLab.markRead': (...selection) => mark.setStatus(selection, 'read'),
    'metricLab.clearStatus': (...selection) => mark.setStatus(selection, null),
    'metricLab.editTags': (...selection) => mark.editTags(selection),
    'metricLab.insertSnippet': (target) =>
      firstSteps.completeBy('metricLab.done.snippet', paper.insertSnippet(target)),
    'metricLab.filterSnippets': () => snippets.askFilter(),
    'metricLab.clearSnippetFilter': () => snippets.setFilter(''),
    'metricLab.insertLoss': () => insertOfKind(['loss'], vscode.l10n.t('Insert Loss')),
    // Distance-weighted sampling and its like pick pairs within a batch: to the field they are samplers, too.
    'metricLab.insertSampler': () => insertOfKind(['sampler', 'miner'], vscode.l10n.t('Insert Sampler')),
    'metricLab.newExperiment': (target) => paper.newExperiment(target),
    'metricLab.runExperiment': (target) => run.run(target),
    'metricLab.runSeeds': (target) => run.runSeeds(target),
    'metricLab.runSweep': (target) => run.runSweep(target),
    'metricLab.stop': (target) => stop.stop(target),
    'metricLab.stopRuns': (target, all) => stop.stopRuns(runsView.chosen(target, all)),
    'metricLab.stopAll': () => stop.stopAll(),
    'metricLab.skipRun': (target, all) => stop.skip(runsView.chosen(target, all)),
    'metricLab.retryFailed': (target) => run.retryFailed(target),
    'metricLab.goOn': (target) => target && run.goOn(target),
    'metricLab.revealRun': (target) => target && folders.reveal(target),
    'metricLab.deleteRuns': (target, all) => folders.delete(runsView.chosen(target, all)),
    'metricLab.archiveRuns': (target, all) => folders.archive(runsView.chosen(target, all)),
    'metricLab.unarchiveRuns': () => folders.unarchive(),
    'metricLab.showResults': (target) =>
      firstSteps.completeBy('metricLab.done.results', showResults(parts, target)),
    'metricLab.doctor': () => engine.doctor(),
    'metricLab.installTensorFlowGpu': () => engine.installTensorFlowGpu(),
  };
}

/** @returns false where no paper was picked */
async function showPaper({ paper, paperPanel }: CommandParts, target?: PaperTarget): Promise<boolean> {
  const picked = await paper.paperOf(target);
  if (picked) await paperPanel.show(picked.id);
  return picked !== undefined;
}

/** @returns false where there is nothing to read yet */
async function showResults({ results, runs, run }: CommandParts, target?: RunnableTarget): Promise<boolean> {
  if (isPaperTarget(target)) {
    await results.show({ paperId: target.paperId });
    return runs.ofPaper(target.paperId).length > 0;
  }
  const file = (await run.fileOf(target))?.toString();
  if (file === undefined) return false;
  await results.show({ experiment: file });
  return runs.ofExperiment(file).length > 0;
}

function arrangementHandlers(arrangement: ArrangementStore): Pick<CommandHandlers, ArrangementCommand> {
  const changes = Object.entries(arrangementCommands);
  return Object.fromEntries(changes.map(([id, change]) => [id, () => arrangement.change(change)])) as Pick<
    CommandHandlers,
    ArrangementCommand
  >;
}
