/** Our pages as a reader meets them: the built bundles under the extension's own policy, in a browser. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser.mjs';
import { pageHtml } from '../../src/extension/pages/pageHtml';
import { protocolVersion, type ToPage } from '../../src/protocol/page';
import type { FromPaperPage } from '../../src/protocol/paperPage';
import type { FromResultsPage } from '../../src/protocol/results';
import { themes, type ThemeKind } from '../fixtures/results/themes';

export type PageName = 'results' | 'paper';

/** What the stand-in for VS Code leaves in the page for the tests. */
interface Witness {
  sent: (FromResultsPage | FromPaperPage)[];
  violations: string[];
}

declare global {
  interface Window {
    readonly witness: Witness;
  }
}

export const themeKinds = Object.keys(themes) as ThemeKind[];

const nonce = 'c29tZSBub25jZQ';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** A browser, and a server of the built pages. */
export class ServedPages {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  static async start(): Promise<ServedPages> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/') {
        const { theme, name } = Object.fromEntries(searchParams);
        const html = htmlOf(name as PageName, theme as ThemeKind, `http://${request.headers.host}`);
        response.setHeader('content-type', 'text/html').end(html);
        return;
      }
      readFile(path.join('dist/webview', path.basename(pathname))).then(
        (file) => response.setHeader('content-type', types[path.extname(pathname)] ?? 'text/plain').end(file),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new ServedPages(await launchBrowser(), server);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  async open(name: PageName, theme: ThemeKind = 'vscode-dark', options: BrowserContextOptions = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    const page = await context.newPage();
    const { port } = this.server.address() as AddressInfo;
    const served = new ServedPage(page);
    await page.goto(`http://127.0.0.1:${port}/?name=${name}&theme=${theme}`);
    await page.waitForFunction(() => window.witness.sent.some(({ type }) => type === 'ready'));
    return served;
  }
}

/**
 * The hooks of a suite about one page, which must be clean after each test. Its pictures go to `test/output/<name>`.
 * @returns opens it, as wide as a viewport of that many CSS pixels
 */
export function pageSuite(name: PageName): (theme?: ThemeKind, width?: number) => Promise<ServedPage> {
  let pages: ServedPages | undefined;
  let served: ServedPage | undefined;

  before(async () => {
    await mkdir(`test/output/${name}`, { recursive: true });
    pages = await ServedPages.start();
  });

  after(() => pages?.stop());

  afterEach(async () => {
    await served!.assertClean();
    await served!.close();
  });

  return async (theme, width = 1100) =>
    (served = await pages!.open(name, theme, { viewport: { width, height: 900 } }));
}

/** One open page. */
export class ServedPage {
  readonly problems: string[] = [];

  constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
  }

  /** Sends a snapshot and what is looked at, and waits until they are drawn. */
  async post(state: object, ...parts: readonly object[]): Promise<void> {
    const messages: readonly ToPage<object, object>[] = [
      { type: 'state', protocol: protocolVersion, state },
      ...parts.map((part) => ({ type: 'part', part }) as const),
    ];
    // As text: ten thousand runs as objects take the driver seconds.
    await this.page.evaluate(deliver, JSON.stringify(messages, withBytes));
    await this.page.locator('h1').first().waitFor();
    // The message is handled and drawn once another one, sent after it, has come through; charts wait for the page to rest.
    await this.page.evaluate(
      () =>
        new Promise<void>((done) => {
          const rested = () => requestIdleCallback(() => done());
          addEventListener('message', () => requestAnimationFrame(rested), { once: true });
          window.postMessage({ type: 'echo' });
        }),
    );
  }

  sent() {
    return this.page.evaluate(() => window.witness.sent);
  }

  /** Nothing on the console, no page error, no violation of the policy. */
  async assertClean(): Promise<void> {
    assert.deepEqual(this.problems, [], 'nothing on the console, no page error');
    const violations = await this.page.evaluate(() => window.witness.violations);
    assert.deepEqual(violations, [], 'no violation of the policy');
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** Bytes within a message as text. */
function withBytes(_: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  const { buffer, byteOffset, byteLength } = value;
  const kind = value instanceof Float32Array ? 'floats' : 'bytes';
  return { [`$${kind}`]: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
}

/** In the page: the messages, with their bytes. */
function deliver(json: string): void {
  const bytesOf = (text: unknown) => Uint8Array.from(atob(String(text)), (one) => one.charCodeAt(0));
  const messages: unknown[] = JSON.parse(json, (_, value) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bytes' in value) return bytesOf(value.$bytes);
    return '$floats' in value ? new Float32Array(bytesOf(value.$floats).buffer) : value;
  });
  for (const message of messages) window.postMessage(message);
}

/** The page as the extension makes it, with a stand-in for VS Code's side before the page's own script. */
function htmlOf(name: PageName, theme: ThemeKind, origin: string): string {
  const page = pageHtml({
    cspSource: origin,
    script: `${origin}/${name}.js`,
    style: `${origin}/${name}.css`,
    nonce,
    title: name,
    workers: name === 'results',
  });
  return page
    .replace('<title>', '<link rel="icon" href="data:,"><title>')
    .replace('<body>', `<body class="${theme}" data-vscode-theme-kind="${theme}">${standIn(theme)}`);
}

const standIn = (theme: ThemeKind) => `<script nonce="${nonce}">
  window.witness = { sent: [], violations: [] };
  addEventListener('securitypolicyviolation', (event) =>
    witness.violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
  for (const [name, value] of Object.entries(${JSON.stringify(themes[theme])}))
    document.documentElement.style.setProperty(name, value);
  window.acquireVsCodeApi = () => {
    delete window.acquireVsCodeApi;
    return {
      postMessage: (message) => witness.sent.push(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    };
  };
</script>`;
