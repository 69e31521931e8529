import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { recordRun } from '../support/recordedRuns';
import { themeNames, type WorkbenchPage, workbenchSuite } from './workbench';

const file = 'experiments/inline.experiment.ts';
const text = `import { configure, data, defineExperiment, losses, models, samplers } from 'metric-lab';

// see triplet-facenet-semihard: FaceNet
/** Flexible against fixed penalties. */
export default defineExperiment({
  paper: 'circle-loss',
  data: data.glyphs(),
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 300,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    circle: { loss: configure(losses.circle, { margin: 0.4, gamma: 512 }) },
    triplet: { loss: configure(losses.triplet, { mining: 'semiHard' }) },
  },
  claim: { better: 'circle', than: 'triplet', on: 'R@1' },
});
`;

/** What the editor says in an experiment's own text, as somebody who works on it sees it. */
describe('In the code of an experiment', () => {
  let workbench: WorkbenchPage;

  workbenchSuite(async (opened) => {
    workbench = opened;
    await mkdir(path.join(workbench.workspace, 'experiments'), { recursive: true });
    await writeFile(path.join(workbench.workspace, file), text);
    for (const seed of [0, 1, 2, 3, 4]) {
      const spread = [0, 0.8, -0.5, 1.1, -0.9][seed]! / 100;
      await recordRun(workbench.workspace, { file, text }, { variant: 'circle', seed, recall: 0.7 + spread });
      await recordRun(
        workbench.workspace,
        { file, text },
        { variant: 'triplet', seed, recall: 0.66 - spread / 2 },
      );
    }
    await workbench.expand('experiments');
    await workbench.treeRow(path.basename(file)).dblclick();
    await workbench.tab(path.basename(file)).waitFor();
  });

  const hint = (words: RegExp) =>
    workbench.editorLine('loss: configure(losses.circle').filter({ hasText: words });
  /** The hover on one of the words of a line, by its place among the words that hold this text. */
  const hover = async (line: string, word: string, which: 'first' | 'last') => {
    await workbench.page.keyboard.press('Escape');
    const words = workbench.editorLine(line).locator('span > span', { hasText: word });
    await (which === 'first' ? words.first() : words.last()).hover();
    return workbench.page.locator('.monaco-hover:not(.hidden)');
  };

  it('stands the score above it and beside each variant', async () => {
    await workbench.page.locator('.codelens-decoration', { hasText: /claim supported/ }).waitFor();
    await hint(/R@1\s70\.1\s±/).waitFor();
    for (const theme of themeNames) {
      await workbench.useTheme(theme);
      await hint(/R@1\s70\.1\s±/).waitFor();
      await workbench.screenshot(`in the code, ${theme}`);
    }
  });

  it("shows an idea's card where the pointer rests on it", async () => {
    const card = await hover('loss: configure(losses.circle', 'circle', 'last');
    await card.getByText('Golden values').waitFor();
    assert.match((await card.textContent()) ?? '', /Result here.*here.*default.*face/s);
    await workbench.screenshot('card of an idea');
  });

  it("shows a variant's seeds where the pointer rests on its name", async () => {
    const card = await hover('loss: configure(losses.triplet', 'triplet', 'first');
    await card.getByText('mean of 5').waitFor();
    await workbench.screenshot('results of a variant');
  });

  it('marks the results once the code has changed', async () => {
    await workbench.page.keyboard.press('Escape');
    await workbench.editorLine('gamma: 512').click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' ');
    await hint(/R@1\s70\.1\s±\s[\d.]+\s\(5\)$/).waitFor();
    await workbench.page.keyboard.type('null,');
    await hint(/of\san\searlier\sversion/).waitFor();
    await workbench.screenshot('results of an earlier version');
    await workbench.page.keyboard.press('Control+Z');
  });

  it('opens a paper from its id', async () => {
    const { page } = workbench;
    const id = workbench
      .editorLine("paper: 'circle-loss'")
      .locator('span', { hasText: 'circle-loss' })
      .last();
    const box = await id.boundingBox();
    assert.ok(box);
    // The id is drawn anew under the pointer once Control is down: it is clicked by its place.
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.keyboard.down('Control');
    await page.locator('.editor-instance .detected-link-active').first().waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await page.keyboard.up('Control');
    await workbench.tab('Circle Loss').waitFor();
    await workbench.screenshot('paper opened from the code');
  });

  it('marks them on the results page once the changed code is saved', async () => {
    const { page } = workbench;
    await workbench.openFile(path.basename(file));
    await workbench.runCommand('Metric Lab: Show Results');
    const claim = workbench.webview.locator('.claim');
    await claim.getByText('Claim supported.').waitFor();
    await workbench.openFile(path.basename(file));
    await workbench.editorLine('gamma: 512').click();
    await page.keyboard.press('End');
    await page.keyboard.type('null,');
    await hint(/of\san\searlier\sversion/).waitFor();
    await claim.getByText('Claim supported.').waitFor();
    await page.keyboard.press('Control+S');
    await claim.getByText('Claim supported, stale.').waitFor();
    await workbench.screenshot('results page of an earlier version');
  });

  it('breaks no content security policy', () => {
    assert.deepEqual(workbench.violations, []);
  });
});

describe('The first steps', () => {
  let workbench: WorkbenchPage;

  workbenchSuite((opened) => {
    workbench = opened;
  });

  const step = (title: string) => workbench.page.locator('.getting-started-step', { hasText: title }).first();
  const isDone = (title: string) =>
    step(title).locator('.codicon-getting-started-step-checked.complete, .complete').first();

  const open = async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.find('First Steps in Metric Lab');
    await step('Insert its loss').waitFor();
    // Once it has slid in, it takes the focus, which would close the palette.
    await workbench.page.locator('.gettingStartedContainer :focus').first().waitFor();
  };

  it('are five, with pictures in every theme', async () => {
    await open();
    for (const theme of themeNames) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`first steps, ${theme}`);
    }
    assert.equal(await workbench.page.locator('.getting-started-step').count(), 5);
  });

  it('are done when they have been done, and not when they were called off', async () => {
    await workbench.runCommand('Metric Lab: Insert Loss…');
    await workbench.page.locator('.quick-input-title', { hasText: 'Insert Loss' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await open();
    assert.equal(await isDone('Insert its loss').count(), 0);
    await workbench.runCommand('Metric Lab: Insert Loss…');
    await workbench.pick('circle');
    await workbench.editorLine('circleDefaults = {').waitFor();
    await open();
    await isDone('Insert its loss').waitFor();
    assert.equal(await isDone('Run the experiment').count(), 0);
    await workbench.screenshot('first steps, one done');
  });
});
