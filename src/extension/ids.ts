/** Every name that the manifest and the code share. A test compares this file with package.json. */
import type { Grouping, Sorting } from './papers/arrangement';
import { arrangementCommands } from './papers/arrangementCommands';
import type { ArrangementCommand } from './papers/arrangementCommands';
import type {
  IdeaTarget,
  PaperSelection,
  PaperTarget,
  RunnableTarget,
  RunsTarget,
  RunTarget,
} from './targets';

/** The commands, with what each may be called with besides nothing. */
export interface CommandArguments extends Readonly<Record<ArrangementCommand, []>> {
  'metricLab.openSummary': [];
  'metricLab.addSummary': [];
  'metricLab.refreshPapers': [];
  'metricLab.openPaper': [PaperTarget?];
  'metricLab.openPaperPage': [PaperTarget?];
  'metricLab.openMyNotes': [PaperTarget?];
  'metricLab.goToSourceLine': [PaperTarget?];
  'metricLab.openOnArxiv': [PaperTarget?];
  'metricLab.openPdf': [PaperTarget?];
  'metricLab.openCode': [PaperTarget?];
  'metricLab.goToPaper': [];
  'metricLab.groupPapers': [];
  'metricLab.sortPapers': [];
  'metricLab.filterPapers': [];
  'metricLab.clearPaperFilter': [];
  'metricLab.copyBibtex': PaperSelection;
  'metricLab.copyCitation': PaperSelection;
  'metricLab.copyMarkdownLink': PaperSelection;
  'metricLab.starPaper': PaperSelection;
  'metricLab.unstarPaper': PaperSelection;
  'metricLab.markToRead': PaperSelection;
  'metricLab.markReading': PaperSelection;
  'metricLab.markRead': PaperSelection;
  'metricLab.clearStatus': PaperSelection;
  'metricLab.editTags': PaperSelection;
  'metricLab.insertSnippet': [(PaperTarget | IdeaTarget)?];
  'metricLab.filterSnippets': [];
  'metricLab.clearSnippetFilter': [];
  'metricLab.insertLoss': [];
  'metricLab.insertSampler': [];
  'metricLab.newExperiment': [PaperTarget?];
  'metricLab.runExperiment': [RunnableTarget?];
  'metricLab.runSeeds': [RunnableTarget?];
  'metricLab.runSweep': [RunnableTarget?];
  'metricLab.stop': [RunTarget?];
  'metricLab.stopRuns': [RunsTarget?, (readonly RunsTarget[])?];
  'metricLab.stopAll': [];
  'metricLab.skipRun': [RunsTarget?, (readonly RunsTarget[])?];
  'metricLab.retryFailed': [RunsTarget?];
  'metricLab.goOn': [RunsTarget?];
  'metricLab.revealRun': [RunsTarget?];
  'metricLab.deleteRuns': [RunsTarget?, (readonly RunsTarget[])?];
  'metricLab.archiveRuns': [RunsTarget?, (readonly RunsTarget[])?];
  'metricLab.unarchiveRuns': [];
  'metricLab.showResults': [RunnableTarget?];
  'metricLab.doctor': [];
  'metricLab.installTensorFlowGpu': [];
}

export type CommandId = keyof CommandArguments;

/** What is called for each command; the compiler names the one that is missing. */
export type CommandHandlers = {
  readonly [Id in CommandId]: (...args: CommandArguments[Id]) => unknown;
};

const commandsListed: { readonly [Id in Exclude<CommandId, ArrangementCommand>]: true } = {
  'metricLab.openSummary': true,
  'metricLab.addSummary': true,
  'metricLab.refreshPapers': true,
  'metricLab.openPaper': true,
  'metricLab.openPaperPage': true,
  'metricLab.openMyNotes': true,
  'metricLab.goToSourceLine': true,
  'metricLab.openOnArxiv': true,
  'metricLab.openPdf': true,
  'metricLab.openCode': true,
  'metricLab.goToPaper': true,
  'metricLab.groupPapers': true,
  'metricLab.sortPapers': true,
  'metricLab.filterPapers': true,
  'metricLab.clearPaperFilter': true,
  'metricLab.copyBibtex': true,
  'metricLab.copyCitation': true,
  'metricLab.copyMarkdownLink': true,
  'metricLab.starPaper': true,
  'metricLab.unstarPaper': true,
  'metricLab.markToRead': true,
  'metricLab.markReading': true,
  'metricLab.markRead': true,
  'metricLab.clearStatus': true,
  'metricLab.editTags': true,
  'metricLab.insertSnippet': true,
  'metricLab.filterSnippets': true,
  'metricLab.clearSnippetFilter': true,
  'metricLab.insertLoss': true,
  'metricLab.insertSampler': true,
  'metricLab.newExperiment': true,
  'metricLab.runExperiment': true,
  'metricLab.runSeeds': true,
  'metricLab.runSweep': true,
  'metricLab.stop': true,
  'metricLab.stopRuns': true,
  'metricLab.stopAll': true,
  'metricLab.skipRun': true,
  'metricLab.retryFailed': true,
  'metricLab.goOn': true,
  'metricLab.revealRun': true,
  'metricLab.deleteRuns': true,
  'metricLab.archiveRuns': true,
  'metricLab.unarchiveRuns': true,
  'metricLab.showResults': true,
  'metricLab.doctor': true,
  'metricLab.installTensorFlowGpu': true,
};

export const commandIds = [
  ...Object.keys(commandsListed),
  ...Object.keys(arrangementCommands),
] as CommandId[];

/** Those that stand on rows of our views, as buttons or in their menus. */
export const rowCommands: ReadonlySet<CommandId> = new Set<CommandId>([
  'metricLab.openPaper',
  'metricLab.openPaperPage',
  'metricLab.openMyNotes',
  'metricLab.goToSourceLine',
  'metricLab.openOnArxiv',
  'metricLab.openPdf',
  'metricLab.openCode',
  'metricLab.copyBibtex',
  'metricLab.copyCitation',
  'metricLab.copyMarkdownLink',
  'metricLab.starPaper',
  'metricLab.unstarPaper',
  'metricLab.editTags',
  'metricLab.markToRead',
  'metricLab.markReading',
  'metricLab.markRead',
  'metricLab.clearStatus',
  'metricLab.insertSnippet',
  'metricLab.newExperiment',
  'metricLab.runExperiment',
  'metricLab.showResults',
  'metricLab.stopRuns',
  'metricLab.skipRun',
  'metricLab.goOn',
  'metricLab.retryFailed',
  'metricLab.revealRun',
  'metricLab.archiveRuns',
  'metricLab.deleteRuns',
]);

/** The settings, with their defaults as in the manifest. */
export const settingDefaults = {
  'metricLab.summaries': [] as readonly unknown[],
  'metricLab.summary': '',
  'metricLab.dataFolder': '',
  'metricLab.codeLens.enabled': true,
  'metricLab.inlayHints.enabled': true,
  'metricLab.hover.enabled': true,
  'metricLab.statusBar.enabled': true,
  'metricLab.diagnostics.enabled': true,
};

export type SettingId = keyof typeof settingDefaults;

/** Context keys that `when` clauses in the manifest read. */
export interface ContextKeys {
  /** A chosen summary cannot be read. */
  'metricLab.summaryUnreadable': boolean;
  'metricLab.papersGrouping': Grouping;
  'metricLab.papersSorting': Sorting;
  /** The Papers view shows only what holds the words of a filter. */
  'metricLab.papersFiltered': boolean;
  /** The Snippets view shows only what holds the words of a filter. */
  'metricLab.snippetsFiltered': boolean;
  /** A run that this window started goes on. */
  'metricLab.running': boolean;
  /** The workspace holds the record of a run. */
  'metricLab.hasRuns': boolean;
  /** A summary of the reader's own is shown; this and the next four complete the steps of the walkthrough. */
  'metricLab.done.summary': boolean;
  'metricLab.done.paper': boolean;
  'metricLab.done.snippet': boolean;
  'metricLab.done.run': boolean;
  /** Results of a run were opened. */
  'metricLab.done.results': boolean;
}

export const papersViewId = 'metricLab.papers';
export const runsViewId = 'metricLab.runs';
export const snippetsViewId = 'metricLab.snippets';
export const resultsPanelType = 'metricLab.results';
export const paperPanelType = 'metricLab.paper';
/** Ids of papers that are dragged, one in a line. */
export const papersMime = 'application/vnd.metric-lab.papers';
export const paperScheme = 'metric-lab-paper';
export const taskType = 'metric-lab';
