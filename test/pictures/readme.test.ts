/** Takes the README's pictures: `npm run pictures`. What they show is waited for, as in any test; then people look at it. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { given, WorkbenchPage } from '../e2e/workbench';

/** What gives room to the things that a picture is about. */
const settings = {
  'metricLab.summaries': ['summary.md'],
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.fontSize': 12,
  'editor.wordWrap': 'on',
  'terminal.integrated.fontSize': 12,
  'terminal.integrated.stickyScroll.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

describe('Pictures of the README', function () {
  this.timeout(180_000);
  const experiment = given('METRIC_LAB_EXPERIMENT');
  let workbench: WorkbenchPage;
  let paper: string;
  let isBroken = false;

  before(async () => {
    workbench = await WorkbenchPage.open(given('METRIC_LAB_RECORDS'));
    const file = path.join(workbench.workspace, '.vscode/settings.json');
    await writeFile(file, JSON.stringify(settings));
    await workbench.useTheme('dark');
    paper = await titleOf(path.join(workbench.workspace, experiment));
    await workbench.page.setViewportSize({ width: 1680, height: 1000 });
    await workbench.activityIcon.click();
    await widenSideBar(90);
    for (const section of ['Pair losses', 'Proxies and memories']) await workbench.treeRow(section).click();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (!this.currentTest?.isFailed()) return;
    isBroken = true;
    await workbench.screenshot(`failed: ${this.currentTest.title}`);
  });

  // After a failure the steps that build upon it would show something else.
  beforeEach(function () {
    if (isBroken) this.skip();
  });

  it('the loop', async () => {
    // Something that trains while we look.
    await workbench.runCommand('Metric Lab: New Experiment from Paper…');
    await workbench.pick('Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning');
    await workbench.tab('multi-similarity.experiment.ts').waitFor();
    await workbench.runCommand('Metric Lab: Run Experiment');
    await openFile(experiment);
    await workbench.page.locator('.codelens-decoration', { hasText: 'R@1' }).first().waitFor();
    await openPaperPage();
    await workbench.terminalRow('finished; scored on test').waitFor({ timeout: 90_000 });
    await workbench.page.screenshot({ path: 'media/loop.png' });
  });

  it('the page of a paper', async () => {
    for (const part of ['Panel', 'Primary Side Bar'])
      await workbench.runCommand(`View: Toggle ${part} Visibility`);
    await workbench.page.setViewportSize({ width: 1680, height: 1300 });
    await keepPage('paper');
  });

  it('the results', async () => {
    await workbench.tab(path.basename(experiment)).click();
    await workbench.runCommand('Metric Lab: Show Results');
    await workbench.webview.locator('.runs-table').waitFor();
    await workbench.page.setViewportSize({ width: 1680, height: 2000 });
    await keepPage('results');
  });

  /** The page in the webview alone, without what is around it. */
  async function keepPage(name: string): Promise<void> {
    await workbench.page.mouse.move(0, 0);
    await pause(1000); // Curves and images are drawn once the page has its size.
    const clip = await workbench.page.locator('iframe.webview.ready').boundingBox();
    assert.ok(clip);
    await workbench.page.screenshot({ path: `media/${name}.png`, clip });
  }

  async function widenSideBar(pixels: number): Promise<void> {
    const box = await workbench.page.locator('.sidebar').boundingBox();
    assert.ok(box);
    const { mouse } = workbench.page;
    await mouse.move(box.x + box.width, 300);
    await mouse.down();
    await mouse.move(box.x + box.width + pixels, 300, { steps: 5 });
    await mouse.up();
  }

  async function openFile(file: string): Promise<void> {
    await workbench.page.keyboard.press('Control+P');
    await workbench.quickInput.fill(path.basename(file));
    await workbench.pick(path.basename(file));
    await workbench.tab(path.basename(file)).waitFor();
  }

  async function openPaperPage(): Promise<void> {
    await workbench.runCommand('Metric Lab: Open Paper Page');
    await workbench.pick(paper);
    await workbench.webview.locator('h1', { hasText: paper }).waitFor();
    await workbench.webview.locator('.own-runs-table').waitFor();
  }
});

/** The title of the paper that an experiment is about. */
async function titleOf(experiment: string): Promise<string> {
  const id = /\bpaper: '([^']+)'/.exec(await readFile(experiment, 'utf8'))?.[1] ?? '';
  return JSON.parse(await readFile(`library/${id}/paper.json`, 'utf8')).title;
}
