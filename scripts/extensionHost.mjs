/** A module of ours inside the extension host of a workbench served here. */
import path from 'node:path';
import { format } from 'node:util';
import { root } from './setup.mjs';
import { ScriptError } from './steps.mjs';

/**
 * Opens a folder with this clone as the extension, and lets the editor run a module's `run`.
 *
 * @param {import('./workbench.mjs').Workbench} workbench started with its test driver
 * @param {object} what
 * @param {string} what.workspace
 * @param {string} what.module built, from the project's own folder
 * @param {number} what.minutes after which it is given up
 * @param {string} what.picture where the workbench is pictured if it fails
 * @param {(line: string) => void} what.print called with each line of the host's console
 */
export async function runInExtensionHost(workbench, { workspace, module, minutes, picture, print }) {
  const { launchBrowser } = await import('./browser.mjs');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction(
      'codeAutomationLog',
      (/** @type {string} */ _kind, /** @type {unknown[]} */ parts) => print(format(...parts)),
    );
    await page.goto(addressOf(workbench, workspace, module));
    const late = Symbol('late');
    const timer = new Promise((resolve) => setTimeout(resolve, minutes * 60_000, late).unref());
    const code = await Promise.race([ended, timer]);
    if (code === 0) return;
    await page.screenshot({ path: picture });
    throw new ScriptError(
      `${module} ${code === late ? `took more than ${minutes} minutes` : 'failed'} in the extension host. See ${picture}.`,
    );
  } finally {
    await browser.close();
  }
}

/** @type {(workbench: import('./workbench.mjs').Workbench, workspace: string, module: string) => string} */
function addressOf(workbench, workspace, module) {
  const remote = (/** @type {string} */ file) =>
    `vscode-remote://${new URL(workbench.origin).host}${path.join(root, file)}`;
  const payload = [
    ['extensionDevelopmentPath', remote('')],
    ['extensionTestsPath', remote(module)],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  return `${workbench.urlOf(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
