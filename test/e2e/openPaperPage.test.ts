import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { RunEvent } from '../../src/protocol/run';
import { sampleRecord, sampleResult } from '../unit/runs/samples';
import { skipAfterFailure, themeNames, type WorkbenchPage, workbenchSuite } from './workbench';

const paper = 'Circle Loss: A Unified Perspective of Pair Similarity Optimization';

/** A paper's page where it lives: opened from the tree, marked, left for another paper, and there again after a reload. */
describe('The page of a paper', () => {
  let workbench: WorkbenchPage;

  workbenchSuite(async (opened) => {
    workbench = opened;
    await workbench.activityIcon.click();
  });
  skipAfterFailure();

  const heading = (title: string) => workbench.webview.locator('h1', { hasText: title });

  it('opens from the tree', async () => {
    await workbench.expand('Pair losses');
    const row = workbench.treeRow(paper);
    await row.hover();
    await row.getByRole('button', { name: 'Open Paper Page' }).click();
    await heading(paper).waitFor();
    await workbench.webview.locator('.notes math').first().waitFor();
    assert.match(await workbench.webview.locator('.recorded').innerText(), /library’s own runs: claim/);
  });

  it('keeps the reader’s marks in the workspace', async () => {
    const star = workbench.webview.getByRole('button', { name: 'Star', exact: true });
    await star.click();
    await workbench.webview.locator('.star[aria-pressed=true]').waitFor();
    const file = path.join(workbench.workspace, '.metric-lab/papers.json');
    assert.match(await readFile(file, 'utf8'), /"circle-loss": \{\s*"starred": true/);
  });

  it('shows a run and own notes as they come', async () => {
    await writeRun(workbench.workspace);
    await workbench.webview.locator('.own-runs-table', { hasText: '50.0' }).waitFor();
    const notes = workbench.webview.locator('.own-notes strong', { hasText: 'flatter' });
    // Watchers need a moment for a folder that is new: what is written again is seen then.
    do await writeNotes(workbench.workspace);
    while (!(await isShown(notes)));
  });

  for (const theme of themeNames) {
    it(`is readable in the ${theme} theme`, async () => {
      await workbench.useTheme(theme);
      await heading(paper).waitFor();
      await workbench.screenshot(`paper page, ${theme}`);
    });
  }

  it('goes to a related paper, in the same tab', async () => {
    await workbench.webview.getByRole('button', { name: 'Triplet', exact: true }).click();
    await heading('FaceNet').waitFor();
    await workbench.tab('FaceNet').waitFor();
    assert.equal(await workbench.tab('Circle Loss').count(), 0);
  });

  it('is about the same paper after a reload', async () => {
    await workbench.reload();
    await heading('FaceNet').waitFor();
  });

  it('breaks no content security policy', () => {
    assert.deepEqual(workbench.violations, []);
  });
});

/** A finished run of the paper's experiment, as the runner writes it. */
async function writeRun(workspace: string): Promise<void> {
  const file = 'experiments/circle-loss.experiment.ts';
  const record = sampleRecord({
    experiment: { file, paper: 'circle-loss', codeHash: 'ab'.repeat(32) },
    createdAt: new Date().toISOString(),
  });
  const folder = path.join(workspace, '.metric-lab/runs', record.id);
  const event = (own: object) => JSON.stringify({ at: record.createdAt, step: 10, ...own });
  const ended: RunEvent['type'] = 'end';
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'events.jsonl'), `${event({ type: ended, state: 'finished' })}\n`);
  await writeFile(path.join(folder, 'result.json'), JSON.stringify(sampleResult));
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(record));
}

async function writeNotes(workspace: string): Promise<void> {
  const folder = path.join(workspace, 'notes');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'circle-loss.md'), 'Is it the **flatter** one?\n');
}

/** Whether it comes within two seconds. */
function isShown(part: Locator): Promise<boolean> {
  return part.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}
