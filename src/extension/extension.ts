import * as vscode from 'vscode';
import { Commands } from './commands';
import { ContextKeyWriter } from './contextKeys';
import { Disposable } from './disposable';
import { Diagnostics } from './editor/diagnostics';
import { Hovers } from './editor/hovers';
import { Outlines } from './editor/outlines';
import { PaperCompletion } from './editor/paperCompletion';
import { PaperLinks } from './editor/paperLinks';
import { EngineCommands } from './engines/engineCommands';
import { ExperimentFiles } from './experiments/experimentFiles';
import { FirstSteps } from './firstSteps';
import { commandHandlers } from './handlers';
import { Catalogue } from './ideas/catalogue';
import { SnippetsView } from './ideas/snippetsView';
import { ExperimentLenses } from './lens/experimentLenses';
import { InlineResults } from './lens/inlineResults';
import { RunningStatus } from './lens/runningStatus';
import { VariantHints } from './lens/variantHints';
import { Log } from './log';
import { PaperPanel } from './paperPage/paperPanel';
import { ArrangementStore } from './papers/arrangementStore';
import { LibraryNotes } from './papers/libraryNotes';
import { MarkCommands } from './papers/markCommands';
import { MyNotes } from './papers/myNotes';
import { PaperCommands } from './papers/paperCommands';
import { PaperDecorations } from './papers/paperDecorations';
import { paperDrag } from './papers/paperDrag';
import { PaperDrop } from './papers/paperDrop';
import { PaperMarks } from './papers/paperMarks';
import { PaperPages } from './papers/paperPages';
import { PaperStandings } from './papers/paperStandings';
import { PaperStore } from './papers/paperStore';
import { PapersView } from './papers/papersView';
import { ResultsPanel } from './results/resultsPanel';
import { Runner } from './runner';
import { CurrentCode } from './runs/currentCode';
import { RunCommands } from './runs/runCommands';
import { RunFolders } from './runs/runFolders';
import { RunningTasks } from './runs/runningTasks';
import { RunStore } from './runs/runStore';
import { RunsView } from './runs/runsView';
import { StopCommands } from './runs/stopCommands';
import { SweepStore } from './runs/sweepStore';
import { TrainTasks } from './runs/trainTasks';

/** A part that makes itself known to the editor. */
interface Feature extends vscode.Disposable {
  register(): void;
}

/** The composition root: everything is made here, and nowhere else. */
export class Extension extends Disposable {
  readonly runs: RunStore;
  readonly sweeps: SweepStore;
  readonly runsView: RunsView;
  readonly view: PapersView;
  readonly snippets: SnippetsView;
  readonly marks: PaperMarks;
  readonly myNotes: MyNotes;
  readonly arrangement: ArrangementStore;
  readonly drop: PaperDrop;
  readonly status: RunningStatus;
  private readonly contextKeys = new ContextKeyWriter();
  private readonly firstSteps: FirstSteps;
  private readonly running: RunningTasks;
  /** In the order in which they were made. */
  private readonly features: Feature[] = [];

  constructor(context: vscode.ExtensionContext) {
    super();
    const { contextKeys } = this;
    const inExtension = (...parts: string[]) => vscode.Uri.joinPath(context.extensionUri, ...parts).fsPath;
    const library = inExtension('library');
    const log = this.track(new Log(vscode.window.createOutputChannel('Metric Lab', { log: true })));

    this.firstSteps = this.feature(new FirstSteps(context.globalState, contextKeys));
    const { firstSteps } = this;
    const papers = this.feature(new PaperStore(library, contextKeys, firstSteps, log));
    this.marks = this.feature(new PaperMarks(log));
    this.myNotes = this.feature(new MyNotes());
    this.running = this.feature(new RunningTasks(contextKeys));
    this.runs = this.feature(new RunStore(log, () => this.running.all.length > 0));
    this.sweeps = this.feature(new SweepStore(this.runs, log));
    const { marks, myNotes, running, runs, sweeps } = this;
    const code = this.feature(new CurrentCode(runs));

    const catalogue = new Catalogue(inExtension('snippets'));
    const experiments = new ExperimentFiles(papers, library, inExtension('snippets', 'experiment.ts'));
    this.arrangement = this.feature(new ArrangementStore(context.workspaceState, contextKeys));
    const standings = this.feature(new PaperStandings(marks, myNotes, runs, code, experiments));
    this.feature(new PaperDecorations(papers, standings));
    this.drop = this.feature(new PaperDrop(papers, catalogue));
    const notes = new LibraryNotes(library);
    this.view = this.feature(new PapersView(papers, standings, notes, this.arrangement, paperDrag));
    this.snippets = this.feature(new SnippetsView(catalogue, papers, contextKeys));
    this.runsView = this.feature(new RunsView(runs, sweeps));
    const pages = this.feature(new PaperPages(papers, runs, library));

    const outlines = new Outlines();
    const inline = new InlineResults(runs, outlines);
    this.feature(new ExperimentLenses(runs, outlines, inline));
    this.feature(new VariantHints(runs, outlines, inline));
    this.status = this.feature(new RunningStatus(runs));
    this.feature(new Hovers(papers, catalogue, runs, outlines, inline));
    this.feature(new PaperCompletion(papers, outlines));
    this.feature(new PaperLinks(papers, outlines));
    this.feature(new Diagnostics(papers, catalogue, outlines));

    const tensorflow = vscode.Uri.joinPath(context.globalStorageUri, 'tensorflow-gpu').fsPath;
    const runner = new Runner(inExtension('dist', 'runner.js'), tensorflow);
    const tasks = this.feature(new TrainTasks(runner, log));
    const results = this.feature(new ResultsPanel(context, papers, pages, runs, code, experiments, log));
    const paperPanel = this.feature(
      new PaperPanel(context, papers, marks, myNotes, pages, runs, code, catalogue, experiments, log),
    );

    const reveal = (paperId: string) => this.view.reveal(paperId);
    const handlers = commandHandlers({
      firstSteps,
      papers,
      arrangement: this.arrangement,
      paper: new PaperCommands(papers, myNotes, catalogue, experiments, reveal),
      mark: new MarkCommands(papers, marks),
      paperPanel,
      snippets: this.snippets,
      runs,
      runsView: this.runsView,
      run: new RunCommands(tasks, runs, sweeps, experiments, outlines),
      stop: new StopCommands(running, runs, sweeps),
      folders: new RunFolders(runs, sweeps),
      results,
      engine: new EngineCommands(runner),
    });
    this.feature(new Commands(handlers, log));
  }

  register(): void {
    for (const feature of this.features) feature.register();
    const { runs, contextKeys, firstSteps } = this;
    this.track(this.running.onDidChange(() => void runs.refresh()));
    this.track(
      runs.onDidChange(() => {
        const hasRuns = runs.runs.length > 0;
        contextKeys.set('metricLab.hasRuns', hasRuns);
        if (hasRuns) firstSteps.complete('metricLab.done.run');
      }),
    );
  }

  private feature<T extends Feature>(feature: T): T {
    this.features.push(this.track(feature));
    return feature;
  }
}
