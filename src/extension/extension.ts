import * as vscode from 'vscode';
import { Commands } from './commands';
import { ContextKeyWriter } from './contextKeys';
import { Disposable } from './disposable';
import { ExperimentFiles } from './experiments/experimentFiles';
import { Catalogue } from './ideas/catalogue';
import { ExperimentLenses } from './lens/experimentLenses';
import { Log } from './log';
import { PaperCommands } from './papers/paperCommands';
import { PaperPages } from './papers/paperPages';
import { PapersView } from './papers/papersView';
import { PaperStore } from './papers/paperStore';
import { ResultsPanel } from './results/resultsPanel';
import { RunCommands } from './runs/runCommands';
import { RunningTasks } from './runs/runningTasks';
import { RunStore } from './runs/runStore';
import { TrainTasks } from './runs/trainTasks';
import { isPaperTarget } from './targets';
import type { RunnableTarget } from './targets';

/** The composition root: everything is made here, and nowhere else. */
export class Extension extends Disposable {
  constructor(private readonly context: vscode.ExtensionContext) {
    super();
  }

  register(): void {
    const { context } = this;
    const inExtension = (...parts: string[]) => vscode.Uri.joinPath(context.extensionUri, ...parts).fsPath;
    const libraryFolder = inExtension('library');

    const log = this.track(new Log(vscode.window.createOutputChannel('Metric Lab', { log: true })));
    const contextKeys = new ContextKeyWriter();
    const papers = this.track(new PaperStore(libraryFolder, contextKeys, log));
    const runs = this.track(new RunStore(log));
    const catalogue = new Catalogue(inExtension('snippets', 'catalogue.json'));
    const experiments = new ExperimentFiles(papers, libraryFolder);

    const view = this.track(new PapersView(papers, runs));
    const pages = this.track(new PaperPages(papers, runs, libraryFolder));
    const lenses = this.track(new ExperimentLenses(runs));
    const tasks = this.track(new TrainTasks(inExtension('dist', 'runner.js'), log));
    const running = this.track(new RunningTasks(contextKeys));
    const results = this.track(new ResultsPanel(context, papers, pages, runs, experiments, log));

    const paper = new PaperCommands(papers, catalogue, experiments);
    const run = new RunCommands(tasks, running, runs, experiments);
    const commands = this.track(
      new Commands(
        {
          'metricLab.openSummary': () => paper.openSummary(),
          'metricLab.refreshPapers': () => papers.reload(),
          'metricLab.openPaper': (target) => paper.openNotes(target),
          'metricLab.goToSourceLine': (target) => paper.goToSourceLine(target),
          'metricLab.openOnArxiv': (target) => paper.openOnArxiv(target),
          'metricLab.copyBibtex': (target) => paper.copyBibtex(target),
          'metricLab.insertSnippet': (target) => paper.insertSnippet(target),
          'metricLab.insertLoss': () => paper.insertOfKind('loss', vscode.l10n.t('Insert Loss')),
          'metricLab.insertSampler': () => paper.insertOfKind('sampler', vscode.l10n.t('Insert Sampler')),
          'metricLab.newExperiment': (target) => paper.newExperiment(target),
          'metricLab.runExperiment': (target) => run.run(target),
          'metricLab.stop': (target) => run.stop(target),
          'metricLab.showResults': (target) => showResults(target, results, run),
        },
        log,
      ),
    );

    for (const feature of [papers, runs, view, pages, lenses, tasks, running, results, commands])
      feature.register();
    this.track(running.onDidEnd(() => void runs.refresh()));
  }
}

async function showResults(
  target: RunnableTarget | undefined,
  results: ResultsPanel,
  run: RunCommands,
): Promise<void> {
  if (isPaperTarget(target)) return results.show({ paperId: target.paperId });
  const file = await run.fileOf(target);
  if (file) await results.show({ experiment: file.toString() });
}
