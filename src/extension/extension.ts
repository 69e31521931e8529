import * as vscode from 'vscode';
import { Commands } from './commands';
import { ContextKeyWriter } from './contextKeys';
import { Disposable } from './disposable';
import { ExperimentFiles } from './experiments/experimentFiles';
import { Catalogue } from './ideas/catalogue';
import { SnippetsView } from './ideas/snippetsView';
import { EngineCommands } from './engines/engineCommands';
import type { IdeaEntry } from '../protocol/idea';
import type { CommandHandlers } from './ids';
import { Diagnostics } from './editor/diagnostics';
import { Hovers } from './editor/hovers';
import { Outlines } from './editor/outlines';
import { PaperCompletion } from './editor/paperCompletion';
import { PaperLinks } from './editor/paperLinks';
import { ExperimentLenses } from './lens/experimentLenses';
import { InlineResults } from './lens/inlineResults';
import { RunningStatus } from './lens/runningStatus';
import { VariantHints } from './lens/variantHints';
import { Log } from './log';
import { arrangementCommands } from './papers/arrangementCommands';
import type { ArrangementCommand } from './papers/arrangementCommands';
import { askGrouping, askSorting } from './papers/arrangementPicker';
import { ArrangementStore } from './papers/arrangementStore';
import { askFilter } from './papers/filterInput';
import { LibraryNotes } from './papers/libraryNotes';
import { MarkCommands } from './papers/markCommands';
import { MyNotes } from './papers/myNotes';
import { PaperCommands } from './papers/paperCommands';
import { PaperDecorations } from './papers/paperDecorations';
import { paperDrag } from './papers/paperDrag';
import { PaperDrop } from './papers/paperDrop';
import { PaperMarks } from './papers/paperMarks';
import { PaperPages } from './papers/paperPages';
import { PaperPanel } from './paperPage/paperPanel';
import { PaperStandings } from './papers/paperStandings';
import { PaperStore } from './papers/paperStore';
import { PapersView } from './papers/papersView';
import { ResultsPanel } from './results/resultsPanel';
import { RunCommands } from './runs/runCommands';
import { RunningTasks } from './runs/runningTasks';
import { RunStore } from './runs/runStore';
import { RunFolders } from './runs/runFolders';
import { RunsView } from './runs/runsView';
import { StopCommands } from './runs/stopCommands';
import { SweepStore } from './runs/sweepStore';
import { TrainTasks } from './runs/trainTasks';
import { Runner } from './runner';
import { isPaperTarget } from './targets';
import type { PaperTarget, RunnableTarget } from './targets';

/** The composition root: everything is made here, and nowhere else. */
export class Extension extends Disposable {
  readonly runs: RunStore;
  readonly view: PapersView;
  readonly snippets: SnippetsView;
  readonly marks: PaperMarks;
  readonly myNotes: MyNotes;
  readonly arrangement: ArrangementStore;
  readonly drop: PaperDrop;
  private readonly contextKeys = new ContextKeyWriter();
  private readonly papers: PaperStore;
  private readonly standings: PaperStandings;
  private readonly decorations: PaperDecorations;
  private readonly pages: PaperPages;
  private readonly lenses: ExperimentLenses;
  private readonly hints: VariantHints;
  private readonly inEditor: readonly (Hovers | PaperCompletion | PaperLinks | Diagnostics)[];
  readonly status: RunningStatus;
  readonly sweeps: SweepStore;
  readonly runsView: RunsView;
  private readonly stopCommands: StopCommands;
  private readonly runFolders: RunFolders;
  private readonly tasks: TrainTasks;
  private readonly running: RunningTasks;
  private readonly results: ResultsPanel;
  private readonly paperPanel: PaperPanel;
  private readonly paperCommands: PaperCommands;
  private readonly markCommands: MarkCommands;
  private readonly runCommands: RunCommands;
  private readonly engineCommands: EngineCommands;
  private readonly commands: Commands;

  constructor(context: vscode.ExtensionContext) {
    super();
    const inExtension = (...parts: string[]) => vscode.Uri.joinPath(context.extensionUri, ...parts).fsPath;
    const library = inExtension('library');

    const log = this.track(new Log(vscode.window.createOutputChannel('Metric Lab', { log: true })));
    const { contextKeys } = this;
    this.papers = this.track(new PaperStore(library, contextKeys, log));
    this.marks = this.track(new PaperMarks(log));
    this.myNotes = this.track(new MyNotes());
    this.running = this.track(new RunningTasks(contextKeys));
    this.runs = this.track(new RunStore(log, () => this.running.all.length > 0));
    this.sweeps = this.track(new SweepStore(this.runs, log));
    this.runsView = this.track(new RunsView(this.runs, this.sweeps));
    const catalogue = new Catalogue(inExtension('snippets'));
    const experiments = new ExperimentFiles(this.papers, library, inExtension('snippets', 'experiment.ts'));

    this.arrangement = this.track(new ArrangementStore(context.workspaceState, contextKeys));
    this.standings = this.track(new PaperStandings(this.marks, this.myNotes, this.runs, experiments));
    this.decorations = this.track(new PaperDecorations(this.papers, this.standings));
    this.drop = this.track(new PaperDrop(this.papers, catalogue));
    const libraryNotes = new LibraryNotes(library);
    this.view = this.track(
      new PapersView(this.papers, this.standings, libraryNotes, this.arrangement, paperDrag),
    );
    this.snippets = this.track(new SnippetsView(catalogue, this.papers, contextKeys));
    this.pages = this.track(new PaperPages(this.papers, this.runs, library));
    const outlines = new Outlines();
    const inline = new InlineResults(this.runs, outlines);
    this.lenses = this.track(new ExperimentLenses(this.runs, outlines, inline));
    this.hints = this.track(new VariantHints(this.runs, outlines, inline));
    this.status = this.track(new RunningStatus(this.runs));
    this.inEditor = [
      new Hovers(this.papers, catalogue, this.runs, outlines, inline),
      new PaperCompletion(this.papers, outlines),
      new PaperLinks(this.papers, outlines),
      new Diagnostics(this.papers, catalogue, outlines),
    ].map((feature) => this.track(feature));
    const tensorflow = vscode.Uri.joinPath(context.globalStorageUri, 'tensorflow-gpu').fsPath;
    const runner = new Runner(inExtension('dist', 'runner.js'), tensorflow);
    this.tasks = this.track(new TrainTasks(runner, log));
    this.results = this.track(
      new ResultsPanel(context, this.papers, this.pages, this.runs, experiments, log),
    );
    this.paperPanel = this.track(
      new PaperPanel(
        context,
        this.papers,
        this.marks,
        this.myNotes,
        this.pages,
        this.runs,
        catalogue,
        experiments,
        log,
      ),
    );
    const reveal = (paperId: string) => this.view.reveal(paperId);
    this.paperCommands = new PaperCommands(this.papers, this.myNotes, catalogue, experiments, reveal);
    this.markCommands = new MarkCommands(this.papers, this.marks);
    this.runCommands = new RunCommands(this.tasks, this.runs, this.sweeps, experiments, outlines);
    this.stopCommands = new StopCommands(this.running, this.runs, this.sweeps);
    this.runFolders = new RunFolders(this.runs, this.sweeps);
    this.engineCommands = new EngineCommands(runner);
    this.commands = this.track(new Commands(this.handlers(), log));
  }

  register(): void {
    const {
      papers,
      marks,
      myNotes,
      runs,
      view,
      snippets,
      pages,
      lenses,
      tasks,
      running,
      results,
      commands,
      paperPanel,
    } = this;
    for (const feature of [
      papers,
      marks,
      myNotes,
      runs,
      this.arrangement,
      this.standings,
      this.decorations,
      this.drop,
      view,
      snippets,
      pages,
      lenses,
      this.sweeps,
      this.runsView,
      this.hints,
      this.status,
      ...this.inEditor,
      tasks,
      running,
      results,
      paperPanel,
      commands,
    ]) {
      feature.register();
    }
    this.track(running.onDidChange(() => void runs.refresh()));
    this.track(runs.onDidChange(() => this.contextKeys.set('metricLab.hasRuns', runs.runs.length > 0)));
  }

  private handlers(): CommandHandlers {
    const { papers, arrangement, paperCommands: paper, markCommands: mark } = this;
    const { runCommands: run, engineCommands: engine, contextKeys } = this;
    const { stopCommands: stop, runFolders: folders } = this;
    const insertOfKind = (kinds: readonly IdeaEntry['kind'][], title: string) =>
      contextKeys.setOnce('metricLab.snippetInserted', paper.insertOfKind(kinds, title));
    return {
      ...arrangementHandlers(arrangement),
      'metricLab.openSummary': () => paper.openSummary(),
      'metricLab.addSummary': () => paper.addSummary(),
      'metricLab.refreshPapers': () => papers.reload(),
      'metricLab.openPaper': (target) =>
        contextKeys.setOnce('metricLab.paperOpened', paper.openNotes(target)),
      'metricLab.openPaperPage': (target) =>
        contextKeys.setOnce('metricLab.paperOpened', this.showPaper(target)),
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
        contextKeys.setOnce('metricLab.snippetInserted', paper.insertSnippet(target)),
      'metricLab.filterSnippets': () => this.snippets.askFilter(),
      'metricLab.clearSnippetFilter': () => this.snippets.setFilter(''),
      'metricLab.insertLoss': () => insertOfKind(['loss'], vscode.l10n.t('Insert Loss')),
      // Distance-weighted sampling and its like pick pairs within a batch: to the field they are samplers, too.
      'metricLab.insertSampler': () => insertOfKind(['sampler', 'miner'], vscode.l10n.t('Insert Sampler')),
      'metricLab.newExperiment': (target) => paper.newExperiment(target),
      'metricLab.runExperiment': (target) => run.run(target),
      'metricLab.runSeeds': (target) => run.runSeeds(target),
      'metricLab.runSweep': (target) => run.runSweep(target),
      'metricLab.stop': (target) => stop.stop(target),
      'metricLab.stopRuns': (target, all) => stop.stopRuns(this.runsView.chosen(target, all)),
      'metricLab.stopAll': () => stop.stopAll(),
      'metricLab.skipRun': (target, all) => stop.skip(this.runsView.chosen(target, all)),
      'metricLab.retryFailed': (target) => run.retryFailed(target),
      'metricLab.goOn': (target) => target && run.goOn(target),
      'metricLab.revealRun': (target) => target && folders.reveal(target),
      'metricLab.deleteRuns': (target, all) => folders.delete(this.runsView.chosen(target, all)),
      'metricLab.archiveRuns': (target, all) => folders.archive(this.runsView.chosen(target, all)),
      'metricLab.unarchiveRuns': () => folders.unarchive(),
      'metricLab.showResults': (target) =>
        contextKeys.setOnce('metricLab.resultsShown', this.showResults(target)),
      'metricLab.doctor': () => engine.doctor(),
      'metricLab.installTensorFlowGpu': () => engine.installTensorFlowGpu(),
    };
  }

  /** @returns false where no paper was picked */
  private async showPaper(target?: PaperTarget): Promise<boolean> {
    const paper = await this.paperCommands.paperOf(target);
    if (paper) await this.paperPanel.show(paper.id);
    return paper !== undefined;
  }

  /** @returns false where there is nothing to read yet */
  private async showResults(target?: RunnableTarget): Promise<boolean> {
    if (isPaperTarget(target)) {
      await this.results.show({ paperId: target.paperId });
      return this.runs.ofPaper(target.paperId).length > 0;
    }
    const file = (await this.runCommands.fileOf(target))?.toString();
    if (file === undefined) return false;
    await this.results.show({ experiment: file });
    return this.runs.ofExperiment(file).length > 0;
  }
}

function arrangementHandlers(arrangement: ArrangementStore): Pick<CommandHandlers, ArrangementCommand> {
  const changes = Object.entries(arrangementCommands);
  return Object.fromEntries(changes.map(([id, change]) => [id, () => arrangement.change(change)])) as Pick<
    CommandHandlers,
    ArrangementCommand
  >;
}
