/** A workspace whose every text is hostile, in a real workbench: what the editor itself renders, and our pages within it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { temporaryFolder } from '../../scripts/processes.mjs';
import {
  hostileExperiment,
  writeHostileWorkspace,
  type HostileWorkspace,
} from '../fixtures/hostile/workspace';
import { pictureFailures, WorkbenchPage } from './workbench';

/** Where a link of ours may lead. */
const harmless = /^(https?:\/\/|command:metricLab\.(openPaperPage|insertSnippet|showResults)\b|#?$)/;
/** The one view of the side bar that is open. */
const openPane = '.sidebar .pane:has(> .pane-header.expanded)';
/** The hosts that the texts name. */
const named = /^https?:\/\/(127\.0\.0\.1:9|example\.org)\b/;

describe('A hostile workspace', () => {
  let workbench: WorkbenchPage;
  let hostile: HostileWorkspace;
  const incidents: string[] = [];

  before(async () => {
    const folder = await temporaryFolder();
    hostile = await writeHostileWorkspace(folder);
    workbench = await WorkbenchPage.open(folder);
    const { page } = workbench;
    page.on(
      'request',
      (request) => named.test(request.url()) && incidents.push(`asked for ${request.url()}`),
    );
    page.on('dialog', (dialog) => incidents.push(`a dialog: ${dialog.message()}`));
    page.on('popup', (popup) => incidents.push(`a window: ${popup.url()}`));
    await workbench.activityIcon.click();
  });
  after(() => workbench?.close());
  pictureFailures(() => workbench);

  afterEach(async () => {
    assert.deepEqual(incidents, []);
    assert.deepEqual(workbench.violations, []);
    for (const frame of workbench.page.frames()) {
      assert.equal(await frame.evaluate(() => Reflect.get(window, 'broken')), undefined, frame.url());
    }
    assert.equal(await workbench.page.locator('.terminal-wrapper').count(), 0, 'no command was run');
  });

  /** Texts may make no element of their own, and no link that leads elsewhere than to a page of the web. */
  const assertHarmless = async (part: Locator) => {
    const active =
      'img, picture, video, audio, iframe, object, embed, script, style, link, form, input, svg, math';
    const { elements, links } = await part.evaluateAll(
      (all, selector) => ({
        elements: all.flatMap((one) => [...one.querySelectorAll(selector)].map(({ outerHTML }) => outerHTML)),
        links: all.flatMap((one) =>
          [...one.querySelectorAll('a')].map((a) => a.dataset['href'] || a.getAttribute('href') || ''),
        ),
      }),
      active,
    );
    assert.deepEqual(elements, []);
    assert.deepEqual(
      links.filter((link) => !harmless.test(link)),
      [],
    );
  };

  /** Whether the focus has come to another row; at the end there is none. */
  const pageDown = async (): Promise<boolean> => {
    const focused = `${openPane} .monaco-list-row.focused`;
    const before = await workbench.page.locator(focused).getAttribute('data-index');
    await workbench.page.keyboard.press('PageDown');
    const other = workbench.page.locator(`${focused}:not([data-index="${before}"])`);
    return other.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  };

  const card = () => workbench.page.locator('.monaco-hover:not(.hidden)').last();
  /** Goes through all that is open in a view, a screen at a time: the number of its rows, and of the cards that were seen. */
  const lookThrough = async (pane: string): Promise<{ rows: number; cards: number }> => {
    const header = workbench.page.locator('.sidebar .pane-header');
    for (const other of ['Papers', 'Runs', 'Snippets']) {
      const one = header.filter({ hasText: other });
      if (((await one.getAttribute('aria-expanded')) === 'true') !== (other === pane)) await one.click();
    }
    const rows = workbench.page.locator(`${openPane} .monaco-list-row`);
    await workbench.page.locator(`${openPane} .monaco-list`).focus();
    await workbench.page.keyboard.press('Home');
    const seen = new Set<string>();
    const cards = new Set<string>();
    const lookAtRows = async () => {
      const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
      labels.forEach((label) => seen.add(label));
      await assertHarmless(rows);
    };
    const lookAtCard = async () => {
      await workbench.page.mouse.move(150, 420);
      await workbench.page.mouse.move(158, 424, { steps: 4 });
      // Groups have no card, nor have rows that are drawn anew meanwhile.
      await card()
        .waitFor({ timeout: 1500 })
        .catch(() => undefined);
      await assertHarmless(card());
      for (const text of await card().allTextContents()) cards.add(text);
      await workbench.page.mouse.move(1500, 900, { steps: 3 });
    };
    // To the last row that is shown, then a screen further, as long as there is one.
    do {
      await lookAtRows();
      await lookAtCard();
      await pageDown();
      await lookAtRows();
    } while (await pageDown());
    await workbench.screenshot(`hostile: ${pane}`);
    return { rows: seen.size, cards: cards.size };
  };

  it('is text in the rows and cards of the views', async () => {
    for (const [group, first] of [
      ['Papers, ', 'Paper 0 of'],
      ['Notes, ', 'Note 0 says'],
    ] as const) {
      await workbench.expand(group);
      await workbench.treeRow(first).waitFor();
    }
    const papers = await lookThrough('Papers');

    assert.ok(papers.rows > 600 && papers.cards > 5, JSON.stringify(papers));
    const runs = await lookThrough('Runs');
    assert.ok(runs.rows > 100 && runs.cards > 0, JSON.stringify(runs));
  });

  it('is text in the code: links, cards, hints, completion', async () => {
    const { page } = workbench;
    await workbench.openFile(path.basename(hostileExperiment));
    await page.locator('.codelens-decoration').first().waitFor();
    const ids = hostile.ids
      .filter((id) => /command-|sync-spin|onerror.*7|javascript.*5/.test(id))
      .slice(0, 16);
    for (const id of ids) {
      await page.keyboard.press('Control+G');
      await workbench.quickInput.fill(`:${1 + hostile.experiment.split('\n').indexOf(`// see ${id}`)}:12`);
      await page.keyboard.press('Enter');
      await workbench.editorLine(id).locator('.detected-link').first().hover();
      await card().getByText('Open Paper').first().waitFor();
      await assertHarmless(card());
      await page.keyboard.press('Escape');
    }
    await workbench.screenshot('hostile: code');
    assert.ok(ids.length > 10);
  });

  it('is text in lists and messages', async () => {
    await workbench.runCommand('Metric Lab: Go to Paper…');
    await workbench.quickInput.fill('command');
    await workbench.screenshot('hostile: list');
    await assertHarmless(workbench.page.locator('.quick-input-list .monaco-list-row'));
    await workbench.page.keyboard.press('Escape');
    const broken = { papers: { '[x](command:workbench.action.terminal.new)': { status: 5 } } };
    await writeFile(path.join(workbench.workspace, '.metric-lab/papers.json'), JSON.stringify(broken));
    const message = workbench.page.locator('.notification-list-item-message');
    await message.filter({ hasText: 'cannot be read' }).waitFor();
    await workbench.screenshot('hostile: message');
    await assertHarmless(message);
  });

  it('is text on a paper’s preview and page, and on the page of results', async () => {
    await workbench.runCommand('Metric Lab: Go to Paper…');
    await workbench.find('paper 64 of');
    await workbench.webview.locator('h1', { hasText: 'Paper 64' }).waitFor();
    await workbench.screenshot('hostile: preview');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Metric Lab: Open Paper Page');
    await workbench.find('paper 64 of');
    await workbench.webview.locator('.own-runs-table').waitFor();
    await workbench.screenshot('hostile: page');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Metric Lab: Show Results');
    await workbench.find(path.basename(hostileExperiment));
    await workbench.webview.locator('h2', { hasText: 'Runs' }).waitFor();
    await workbench.screenshot('hostile: results');
  });
});
