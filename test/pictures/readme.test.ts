/** Takes the README's pictures: `npm run pictures`. What they show is waited for, as in any test; then people look at it. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { decode, encode } from 'fast-png';
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

describe('Pictures of the README', () => {
  const experiment = given('METRIC_LAB_EXPERIMENT');
  const other = 'multi-similarity.experiment.ts';
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
    await workbench.treeRow('Pair losses').click();
    await workbench.treeRow('Ranked List').waitFor();
    await workbench.treeRow('Proxies and memories').click();
    await workbench.treeRow('Cross-Batch Memory').waitFor();
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
    await workbench.runCommand('Metric Lab: New Experiment from Paper…');
    await workbench.pick('Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning');
    await workbench.tab(other).waitFor();
    await workbench.openFile(path.basename(experiment));
    await workbench.page.locator('.codelens-decoration', { hasText: 'R@1' }).first().waitFor();
    await workbench.runCommand('Metric Lab: Open Paper Page');
    await workbench.pick(paper);
    await workbench.webview.locator('h1', { hasText: paper }).waitFor({ timeout: 60_000 });
    await workbench.webview.locator('.own-runs-table').waitFor();
    // Another experiment trains while we look.
    await workbench.tab(other).click();
    await workbench.runCommand('Metric Lab: Run Experiment');
    await workbench.tab(path.basename(experiment)).click();
    await workbench.page
      .locator('.xterm-rows > div', { hasText: /step\s100/ })
      .nth(1)
      .waitFor({ timeout: 90_000 });
    await keep('loop');
  });

  it('the page of a paper', async () => {
    for (const part of ['Panel', 'Primary Side Bar'])
      await workbench.runCommand(`View: Toggle ${part} Visibility`);
    await aloneAt(paper, 1300);
    await keep('paper', true);
  });

  it('the results', async () => {
    await workbench.webview.getByRole('button', { name: 'Results', exact: true }).click();
    await aloneAt('Results', 1500);
    await workbench.webview.locator('.runs-table').waitFor();
    await workbench.webview.locator('.gallery canvas').first().waitFor();
    await keep('results', true);
  });

  /** Leaves nothing but one tab, in a window of this height. */
  async function aloneAt(tab: string, height: number): Promise<void> {
    await workbench.tab(tab).click();
    await pause(3000); // Once the page stands it takes the focus, which would close the palette.
    await workbench.runCommand('View: Close Editors in Other Groups');
    await workbench.page.setViewportSize({ width: 1150, height });
  }

  /** @param alone the page in the webview, without what is around it */
  async function keep(name: string, alone = false): Promise<void> {
    await workbench.page.mouse.move(0, 0);
    await pause(1500); // Curves are drawn, and what the pointer was over goes away.
    const frame = alone ? await workbench.page.locator('iframe.webview.ready').boundingBox() : null;
    const picture = decode(await workbench.page.screenshot(frame ? { clip: frame } : {}));
    await writeFile(`media/${name}.png`, encode(picture, { zlib: { level: 9 } }));
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
});

/** The title of the paper that an experiment is about. */
async function titleOf(experiment: string): Promise<string> {
  const id = /\bpaper: '([^']+)'/.exec(await readFile(experiment, 'utf8'))?.[1] ?? '';
  return JSON.parse(await readFile(`library/${id}/paper.json`, 'utf8')).title;
}
