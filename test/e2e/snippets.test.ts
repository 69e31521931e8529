import assert from 'node:assert/strict';
import { type WorkbenchPage, workbenchSuite } from './workbench';

/** The Snippets view by keyboard, as somebody who looks for an idea uses it. */
describe('The Snippets view', () => {
  let workbench: WorkbenchPage;

  workbenchSuite(async (opened) => {
    workbench = opened;
    await workbench.activityIcon.click();
  });

  it('shows what a filter asks for', async () => {
    await workbench.treeRow('Losses').waitFor();
    await workbench.runCommand('Metric Lab: Filter Snippets…');
    await workbench.quickInput.fill('circle');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow('circle, Circle loss').waitFor();
    assert.equal(await workbench.treeRow('Regularizers').count(), 0);
  });

  it('shows equation, settings and goldens where the pointer rests', async () => {
    const card = await workbench.cardOf(workbench.treeRow('circle, Circle loss'), 'Golden values');
    assert.match((await card.textContent()) ?? '', /L = mean_i log/);
    await workbench.screenshot('snippets');
  });

  it('inserts by Enter', async () => {
    await workbench.treeRow('circle, Circle loss').focus();
    await workbench.treeRow('Losses').click({ position: { x: 60, y: 8 } });
    await workbench.treeRow('circle, Circle loss').waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.treeRow('circle, Circle loss').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await workbench.editorLine('circleDefaults = {').waitFor();
    await workbench.screenshot('snippet inserted');
  });
});
