/**
 * The tests inside the extension host of a workbench served here: `npm run test:host [-- TEXT]`, for the files whose path
 * holds TEXT.
 */
import { createWriteStream } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import { temporaryFolder } from './processes.mjs';
import { build, root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';
import { startWorkbench } from './workbench.mjs';

const limitMinutes = 8;
const output = path.join(root, 'test/output');

await main(async () => {
  await setUpPackages();
  await setUpBrowser();
  const installation = await setUpWorkbench();
  await build({ tests: true });
  await mkdir(output, { recursive: true });

  const data = await temporaryFolder();
  const workspace = path.join(data, 'workspace');
  await cp(path.join(root, 'sample'), workspace, { recursive: true });
  const env = {
    METRIC_LAB_TEST_REPORT: path.join(output, 'host.json'),
    METRIC_LAB_TEST_TEXT: process.argv[2] ?? '',
  };
  const workbench = await startWorkbench({ installation, data, testDriver: true, env });
  try {
    await testIn(workbench, workspace);
  } finally {
    await workbench.stop();
  }
});

/** @type {(workbench: import('./workbench.mjs').Workbench, workspace: string) => Promise<void>} */
async function testIn(workbench, workspace) {
  const { launchBrowser } = await import('./browser.mjs');
  const browser = await launchBrowser();
  const log = createWriteStream(path.join(output, 'host.log'));
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    const print = (/** @type {string} */ _kind, /** @type {unknown[]} */ parts) => {
      const line = format(...parts);
      log.write(`${line}\n`);
      if (line.startsWith('| ')) console.log(line.slice(2));
    };
    await page.exposeFunction('codeAutomationLog', print);
    await page.goto(addressOf(workbench, workspace));
    const late = Symbol('late');
    const timer = new Promise((resolve) => setTimeout(resolve, limitMinutes * 60_000, late).unref());
    const code = await Promise.race([ended, timer]);
    if (code === 0) return;
    await page.screenshot({ path: path.join(output, 'host-failure.png') });
    const what = code === late ? `took more than ${limitMinutes} minutes` : 'failed';
    throw new ScriptError(
      `The tests in the extension host ${what}. See host.log and host-failure.png in test/output.`,
    );
  } finally {
    log.end();
    await browser.close();
  }
}

/**
 * The address that opens a folder, with this clone as the extension, and starts the tests.
 *
 * @type {(workbench: import('./workbench.mjs').Workbench, workspace: string) => string}
 */
function addressOf(workbench, workspace) {
  const remote = (/** @type {string} */ file) =>
    `vscode-remote://${new URL(workbench.origin).host}${path.join(root, file)}`;
  const payload = [
    ['extensionDevelopmentPath', remote('')],
    ['extensionTestsPath', remote('dist/test/host/index.js')],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  return `${workbench.urlOf(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
