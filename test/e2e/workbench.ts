/** A workbench with the packaged extension, as its user sees it: what can be read and done in the page. */
import assert from 'node:assert/strict';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser.mjs';
import { temporaryFolder } from '../../scripts/processes.mjs';
import type { Workbench } from '../../scripts/workbench.mjs';
import { startWorkbench } from '../../scripts/workbench.mjs';

const screenshots = 'test/output';

/** Paths that the caller's script must give, and the script that does. */
const givenBy = {
  METRIC_LAB_WORKBENCH: 'test:e2e',
  METRIC_LAB_EXTENSIONS: 'test:e2e',
  METRIC_LAB_VSIX: 'test:e2e',
  METRIC_LAB_RECORDS: 'pictures',
  METRIC_LAB_EXPERIMENT: 'pictures',
};

export function given(name: keyof typeof givenBy): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run these tests by \`npm run ${givenBy[name]}\`.`);
  return value;
}

/** Themes in which everything must be readable, with the class that the page then has. */
const themes = {
  light: { name: 'Light Modern', mark: 'vs' },
  dark: { name: 'Dark Modern', mark: 'vs-dark' },
  'high contrast': { name: 'Dark High Contrast', mark: 'hc-black' },
  'high contrast light': { name: 'Light High Contrast', mark: 'hc-light' },
};

export type Theme = keyof typeof themes;
export const themeNames = Object.keys(themes) as Theme[];

/**
 * The hooks of a suite in a workbench of its own: it is closed after the last test, and where one fails there is a picture.
 *
 * @param begin does what all tests build upon
 */
export function workbenchSuite(begin: (workbench: WorkbenchPage) => void | Promise<void>): void {
  let workbench: WorkbenchPage | undefined;
  before(async () => {
    workbench = await WorkbenchPage.open();
    await begin(workbench);
  });
  after(() => workbench?.close());
  pictureFailures(() => workbench);
}

/** In a suite: a picture of the workbench where a test fails. */
export function pictureFailures(workbench: () => WorkbenchPage | undefined): void {
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench()?.screenshot(`failed: ${this.currentTest.title}`);
  });
}

/** In a suite whose tests build upon one another: after a failure the others would tell nothing. */
export function skipAfterFailure(): void {
  let isBroken = false;
  beforeEach(function () {
    if (isBroken) this.skip();
  });
  afterEach(function () {
    isBroken ||= this.currentTest?.isFailed() ?? false;
  });
}

export class WorkbenchPage {
  /** What the content security policies of the workbench and of its webviews have refused. */
  readonly violations: string[] = [];

  private constructor(
    readonly page: Page,
    /** The open folder: a copy of the sample workspace. */
    readonly workspace: string,
    private readonly server: Workbench,
    private readonly browser: Browser,
  ) {}

  /** Starts a server and opens a copy of the sample workspace, with the files of `added` besides. The caller closes it. */
  static async open(added?: string): Promise<WorkbenchPage> {
    const data = await temporaryFolder();
    const workspace = path.join(data, 'workspace');
    await cp('sample', workspace, { recursive: true });
    if (added !== undefined) await cp(added, workspace, { recursive: true });
    const server = await startWorkbench({
      installation: given('METRIC_LAB_WORKBENCH'),
      extensions: given('METRIC_LAB_EXTENSIONS'),
      data,
    });
    const browser = await launchBrowser();
    const page = await browser.newPage({
      viewport: { width: 1600, height: 1000 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page.setDefaultTimeout(45_000);
    const workbench = new WorkbenchPage(page, workspace, server, browser);
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) workbench.violations.push(message.text());
    });
    await page.goto(server.urlOf(workspace));
    await workbench.settle();
    return workbench;
  }

  /** Waits until the workbench stands, after opening or reloading it. */
  async settle(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 90_000 });
    await this.activityIcon.waitFor({ timeout: 90_000 });
  }

  /** Reloads the window as a user does: the editor saves its state first. */
  async reload(): Promise<void> {
    const navigated = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    await this.runCommand('Developer: Reload Window');
    await navigated;
    await this.settle();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** Metric Lab's icon in the activity bar. */
  get activityIcon(): Locator {
    return this.page.locator('.activitybar a.action-label[aria-label^="Metric Lab"]');
  }

  /** A row of the tree in the side bar, by a part of what a screen reader says of it. */
  treeRow(text: string): Locator {
    return this.page.locator(`.sidebar .monaco-list-row[aria-label*=${JSON.stringify(text)}]`).first();
  }

  /** Opens a row of the tree. Where a click comes while the tree is drawn anew, it selects the row and no more. */
  async expand(text: string): Promise<void> {
    await this.treeRow(text).click();
    const open = this.treeRow(text).and(this.page.locator('[aria-expanded="true"]'));
    await open.waitFor({ timeout: 5000 }).catch(() => this.page.keyboard.press('ArrowRight'));
    await open.waitFor();
  }

  /** What the editor shows where the pointer rests on a row. A pointer that came while the tree was drawn anew rests on nothing. */
  async cardOf(row: Locator, text: string): Promise<Locator> {
    const card = this.page.locator('.monaco-hover', { hasText: text }).first();
    await row.hover();
    await card.waitFor({ timeout: 10_000 }).catch(async () => {
      await this.page.mouse.move(0, 0);
      await row.hover();
    });
    await card.waitFor();
    return card;
  }

  /** A tab of the editors, by its name. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab', { hasText: name }).first();
  }

  /** A line of the editor that holds a text. */
  editorLine(text: string): Locator {
    return this.page.locator('.editor-instance .view-line', { hasText: spaced(text) }).first();
  }

  /** The last row of the terminal's output that holds a text. */
  terminalRow(text: string): Locator {
    return this.page.locator('.xterm-rows > div', { hasText: spaced(text) }).last();
  }

  /** The page inside the webview that is shown. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The frame of that page, to ask for more than a locator can. */
  async webviewFrame(): Promise<Frame> {
    const frame = await (await this.webview.locator('html').elementHandle())?.ownerFrame();
    assert.ok(frame, 'a page is shown');
    return frame;
  }

  /** What the clipboard holds. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /**
   * Runs a command by its full title, such as `Metric Lab: Show Results`. A page that takes the focus late closes the list:
   * then it is opened again, as a user would.
   */
  async runCommand(title: string): Promise<void> {
    await this.untilDone(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${title}`, { timeout: 5000 });
      await this.pick(title, { timeout: 15_000 });
    });
  }

  /** Does what needs an open list, and does it again where the list was closed in between. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    for (let triesLeft = 2; ; triesLeft--) {
      try {
        return await work();
      } catch (error) {
        if (triesLeft === 0) throw error;
      }
    }
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type="text"]').first();
  }

  /** Picks the row with exactly this label from the open list. */
  async pick(label: string, options?: { timeout: number }): Promise<void> {
    const exactly = new RegExp(`^${escaped(label)}$`);
    await this.page
      .locator('.quick-input-widget .quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.quick-input-list-label .label-name', { hasText: exactly }) })
      .first()
      .click(options);
  }

  /** Types a text into the open list, and takes the row on which that stands once it holds the text. */
  async find(text: string): Promise<void> {
    await this.quickInput.fill(text);
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused');
    await row.filter({ hasText: new RegExp(escaped(text), 'i') }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.find(name);
    await this.tab(name).waitFor();
  }

  /** Takes an entry of the open menu. A menu is deaf for a moment once it is drawn: the entry is clicked until it is gone. */
  async choose(entry: string): Promise<void> {
    const exactly = new RegExp(`^${escaped(entry)}$`);
    const item = this.page.locator('.monaco-menu .action-label', { hasText: exactly });
    const isGone = () =>
      item.waitFor({ state: 'hidden', timeout: 1000 }).then(
        () => true,
        () => false,
      );
    await item.waitFor();
    do await item.click({ timeout: 1000 }).catch(() => undefined);
    while (!(await isGone()));
  }

  async useTheme(theme: Theme): Promise<void> {
    const { name, mark } = themes[theme];
    await this.untilDone(async () => {
      await this.runCommand('Preferences: Color Theme');
      await this.quickInput.fill(name, { timeout: 5000 });
      await this.pick(name, { timeout: 15_000 });
    });
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  /** Keeps a picture under test/output for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }
}

/** The editor and the terminal may draw a space as one that does not break. */
function spaced(text: string): RegExp {
  return new RegExp(escaped(text).replaceAll(' ', '\\s'));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
