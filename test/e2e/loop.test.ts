import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunResult } from '../../src/protocol/run';
import { replaceFile } from '../../src/runs/replaceFile';
import { skipAfterFailure, themeNames, type WorkbenchPage, workbenchSuite } from './workbench';

const paper = 'Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning';
const experiment = 'experiments/multi-similarity.experiment.ts';

/** The loop of a researcher, step by step; each test goes on where the one before has stopped. */
describe('From a paper to its result', () => {
  let workbench: WorkbenchPage;

  workbenchSuite((opened) => {
    workbench = opened;
  });
  skipAfterFailure();

  it('shows the sections and papers of the summary', async () => {
    await workbench.activityIcon.click();
    for (const section of ['Pair losses', 'Proxies and memories']) await workbench.treeRow(section).click();
    const row = workbench.treeRow(paper);
    await row.waitFor();
    assert.match((await row.getAttribute('aria-label')) ?? '', /\+1/);
    await workbench.treeRow('Cross-Batch Memory').waitFor();
    await workbench.screenshot('papers');
  });

  it('opens the notes of a paper', async () => {
    await workbench.treeRow(paper).click();
    await workbench.webview.locator('h1', { hasText: paper }).waitFor();
    await workbench.screenshot('notes');
  });

  it('makes an experiment of a paper', async () => {
    await workbench.runCommand('Metric Lab: New Experiment from Paper…');
    await workbench.pick(paper);
    await workbench.tab(path.basename(experiment)).waitFor();
    await shorten(path.join(workbench.workspace, experiment));
    await workbench.editorLine('steps: 12').waitFor();
    // The editor may have read the file while it was being replaced: it would refuse to save over it.
    await workbench.runCommand('File: Revert File');
    await workbench.screenshot('new experiment');
  });

  it('inserts a loss', async () => {
    await workbench.runCommand('Metric Lab: Insert Loss…');
    await workbench.pick('circle');
    await workbench.editorLine('circleDefaults = {').waitFor();
    await workbench.screenshot('inserted loss');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+S');
    await saved(path.join(workbench.workspace, experiment), 'export function circle(');
  });

  it('runs the experiment in the terminal', async () => {
    await workbench.runCommand('Metric Lab: Run Experiment');
    await workbench.terminalRow('test classes, %').waitFor({ timeout: 90_000 });
    await workbench.screenshot('terminal');
  });

  it('shows Recall@1 beside the notes', async () => {
    await workbench.runCommand('Metric Lab: Show Results');
    const page = workbench.webview;
    await page.locator('.reported-table').waitFor();
    await page.locator('.markdown').waitFor();
    const recall = await recordedRecall(workbench.workspace);
    assert.ok(recall.length > 1);
    for (const value of recall) await page.locator('tr.run td', { hasText: value }).first().waitFor();
  });

  it('shows Recall@1 in the tree and above the experiment', async () => {
    const label = await workbench.treeRow(paper).getAttribute('aria-label');
    assert.match(label ?? '', /R@1 \d/);
    await workbench.tab(path.basename(experiment)).click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page
      .locator('.codelens-decoration', { hasText: /R@1 \d/ })
      .first()
      .waitFor();
    await workbench.screenshot('experiment with its result');
  });

  for (const theme of themeNames) {
    it(`is readable in the ${theme} theme`, async () => {
      await workbench.useTheme(theme);
      await workbench.webview.locator('.runs-table').waitFor();
      await workbench.screenshot(`loop, ${theme}`);
      await workbench.webview.locator('.reported-table').scrollIntoViewIfNeeded();
      await workbench.runCommand('View: Toggle Panel Visibility');
      await workbench.screenshot(`results, ${theme}`);
      await workbench.runCommand('View: Toggle Panel Visibility');
    });
  }

  it('keeps the results over a reload', async () => {
    await workbench.reload();
    await workbench.webview.locator('.runs-table tr.run', { hasText: 'finished' }).first().waitFor();
  });

  it('breaks no content security policy', () => {
    assert.deepEqual(workbench.violations, []);
  });
});

/** Recall@1 of every run of a workspace, as its record has it: percent with one decimal. */
async function recordedRecall(workspace: string): Promise<string[]> {
  const runs = path.join(workspace, '.metric-lab/runs');
  const results = (await readdir(runs)).map(async (id) => {
    const { metrics }: RunResult = JSON.parse(await readFile(path.join(runs, id, 'result.json'), 'utf8'));
    return (100 * metrics.test['R@1']!).toFixed(1);
  });
  return Promise.all(results);
}

/** Waits until a text stands in a file. */
async function saved(file: string, text: string): Promise<void> {
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; await pause(100)) {
    if ((await readFile(file, 'utf8')).includes(text)) return;
  }
  assert.fail(`${file} was not saved with ${text}`);
}

/** Makes an experiment end within seconds. */
async function shorten(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const short = text
    .replace(/\bsteps: [\d_]+/, 'steps: 12')
    .replace(/\bevaluateEvery: [\d_]+/, 'evaluateEvery: 6')
    .replace(/\bseeds: \[[^\]]*\]/, 'seeds: [0]');
  assert.notEqual(short, text);
  await replaceFile(file, short);
}
