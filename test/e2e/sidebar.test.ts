import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { themeNames, type WorkbenchPage, workbenchSuite } from './workbench';

/** The Papers view, as somebody who reads papers every day uses it. */
describe('The Papers view', () => {
  let workbench: WorkbenchPage;
  const paper = 'Circle Loss: A Unified Perspective of Pair Similarity Optimization';

  workbenchSuite(async (opened) => {
    workbench = opened;
    await workbench.activityIcon.click();
    await workbench.treeRow('Pair losses').waitFor();
  });

  /** Waits for what stands beside the view's name. */
  const described = (text: RegExp) =>
    workbench.page
      .locator('.sidebar .pane-header', { hasText: 'Papers' })
      .locator('.description', { hasText: text })
      .waitFor();

  /** With Shift, by which the editor is told to take what is dropped into its text. */
  const drag = async (from: Locator, to: Locator) => {
    const { mouse, keyboard } = workbench.page;
    const [start, end] = [await from.boundingBox(), await to.boundingBox()];
    assert.ok(start && end);
    await mouse.move(start.x + 60, start.y + 8);
    await mouse.down();
    await mouse.move(start.x + 90, start.y + 20, { steps: 5 });
    await keyboard.down('Shift');
    await mouse.move(end.x + 10, end.y + 8, { steps: 20 });
    await pause(300);
    await mouse.move(end.x + 12, end.y + 9, { steps: 5 });
    await mouse.up();
    await keyboard.up('Shift');
  };

  it('filters while words are typed, and says how many papers are left', async () => {
    await workbench.expand('Pair losses');
    await workbench.runCommand('Metric Lab: Filter Papers…');
    await workbench.quickInput.fill('circle');
    await workbench.treeRow(paper).waitFor();
    await workbench.screenshot('sidebar: filter');
    await workbench.page.keyboard.press('Enter');
    await described(/^1 of \d+ · circle$/);
  });

  it('stars and marks a paper from its menu, which is kept in the workspace', async () => {
    await workbench.treeRow(paper).click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Mark As' }).hover();
    await workbench.screenshot('sidebar: menu');
    await workbench.choose('Reading');
    await workbench.treeRow('reading').waitFor();
    await workbench.treeRow(paper).click({ button: 'right' });
    await workbench.choose('Star');
    await workbench.treeRow('starred').waitFor();
    await workbench.treeRow(paper).click({ button: 'right' });
    await workbench.choose('Edit Tags…');
    await workbench.quickInput.fill('baseline, to try');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow('baseline').waitFor();
    const saved = await readFile(path.join(workbench.workspace, '.metric-lab/papers.json'), 'utf8');
    const marks = { status: 'reading', starred: true, tags: ['baseline', 'to try'] };
    assert.deepEqual(JSON.parse(saved), { papers: { 'circle-loss': marks } });
    await workbench.screenshot('sidebar: marks');
  });

  it("opens the reader's own notes beside", async () => {
    await workbench.runCommand('Metric Lab: Clear Paper Filter');
    // What was open before is open again.
    await workbench.treeRow('Ranked List Loss').waitFor();
    await workbench.runCommand('Metric Lab: Open My Notes');
    await workbench.pick(paper);
    await workbench.tab('circle-loss.md').waitFor();
    await workbench.editorLine('# Circle Loss').waitFor();
    await workbench.screenshot('sidebar: own notes');
  });

  it('groups by year', async () => {
    await workbench.runCommand('Metric Lab: Group Papers By…');
    await workbench.screenshot('sidebar: group by');
    await workbench.pick('Year');
    await workbench.treeRow('2020').waitFor();
    await described(/^year$/);
  });

  it('goes to a paper by its author', async () => {
    await workbench.runCommand('Metric Lab: Go to Paper…');
    // One that no summary names can be found as well.
    const other = 'Proxy Anchor Loss for Deep Metric Learning';
    await workbench.quickInput.fill(other);
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: other }).waitFor();
    await workbench.find('yifan sun');
    await workbench.webview.locator('h1', { hasText: paper }).waitFor();
    await workbench.treeRow(paper).waitFor();
  });

  it('shows the card where the pointer rests', async () => {
    await workbench.cardOf(workbench.treeRow(paper), 'To observe');
    await workbench.screenshot('sidebar: card');
  });

  it('inserts the snippet of a paper that is dragged into code', async () => {
    const file = path.join(workbench.workspace, 'dropped.ts');
    await writeFile(file, '\n\n\n');
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('dropped.ts');
    await drag(workbench.treeRow(paper), workbench.editorLine(''));
    await workbench.editorLine('export function circle(').waitFor();
    await workbench.screenshot('sidebar: dropped');
  });

  it('keeps the grouping over a reload', async () => {
    await workbench.page.keyboard.press('Control+S');
    await workbench.reload();
    await workbench.treeRow('2020').waitFor();
    await described(/^year$/);
  });

  for (const theme of themeNames) {
    it(`is readable in the ${theme} theme`, async () => {
      await workbench.useTheme(theme);
      await workbench.screenshot(`sidebar, ${theme}`);
    });
  }
});
