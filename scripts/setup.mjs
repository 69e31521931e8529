/**
 * All that the other scripts need and a fresh clone lacks. Every function is quick where nothing is to do. Nothing here
 * needs a package: Node and npm are enough.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';
import { ScriptError, step } from './steps.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @type {(file: string) => Promise<number>} Time of the last change; 0 where there is no such file. */
const changed = async (file) => (existsSync(file) ? (await stat(file)).mtimeMs : 0);

/** The project's packages, as package-lock.json has them. Installing them builds dist/ as well. */
export async function setUpPackages() {
  const installed = await changed(path.join(root, 'node_modules/.package-lock.json'));
  if (installed > 0 && installed >= (await changed(path.join(root, 'package-lock.json')))) return;
  await step('Installing the packages and building (npm ci)', () =>
    run('npm', ['ci', '--no-progress'], { cwd: root, quiet: true }),
  );
}

/**
 * dist/, from the sources as they are now. METRIC_LAB_BUILT says that a script around us has made it, tests included.
 *
 * @param {{ tests?: boolean }} [options]
 */
export async function build({ tests = false } = {}) {
  if (process.env['METRIC_LAB_BUILT']) return;
  await step(tests ? 'Building, tests included' : 'Building', async () => {
    // A test whose source is gone must go as well.
    if (tests) await rm(path.join(root, 'dist/test'), { recursive: true, force: true });
    const flags = tests ? ['--tests'] : [];
    await run(process.execPath, ['esbuild.mjs', ...flags], { cwd: root, quiet: true, minutes: 3 });
  });
}

export const chromium = '/usr/bin/chromium';

/** What the browser tests need of the system: a package, and a file that shows it is there. */
const debianPackages = [
  { name: 'chromium', file: chromium },
  { name: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf' },
];

/** A browser and its fonts. */
export async function setUpBrowser() {
  const missing = debianPackages.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length === 0) return;
  const isDebian = existsSync('/usr/bin/apt-get');
  if (!isDebian || process.getuid?.() !== 0) {
    throw new ScriptError(
      `The browser tests need ${missing.join(' and ')}. ` +
        (isDebian
          ? `Install with: sudo apt-get install ${missing.join(' ')}`
          : 'They run on Debian and systems like it only.'),
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run(
      'apt-get',
      ['-o', 'DPkg::Lock::Timeout=300', 'install', '--yes', '--no-install-recommends', ...missing],
      { env, quiet: true },
    );
  await step(`Installing ${missing.join(', ')} (apt-get)`, () =>
    // An old or empty package list is the usual reason to fail.
    install().catch(async () => {
      await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'update'], { env, quiet: true });
      await install();
    }),
  );
}

/**
 * VS Code's workbench as a server (code-server), kept in the user's cache folder so that every clone shares it.
 *
 * @returns {Promise<string>} the folder that holds its node_modules
 */
export async function setUpWorkbench() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ScriptError(
      `The workbench served in a browser runs on linux x64 only, not ${process.platform} ${process.arch}.`,
    );
  }
  const source = path.join(root, 'test/workbench');
  const lock = await readFile(path.join(source, 'package-lock.json'));
  const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'metric-lab');
  const folder = path.join(
    cache,
    `workbench-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`,
  );
  if (!existsSync(folder))
    await step('Installing the workbench (code-server)', () => installWorkbench(source, folder));
  return folder;
}

/**
 * Made beside its place and renamed once it is whole: a half-made workbench is never found, and of two that install at
 * once the first wins.
 *
 * @type {(source: string, folder: string) => Promise<void>}
 */
async function installWorkbench(source, folder) {
  await mkdir(path.dirname(folder), { recursive: true });
  const making = await mkdtemp(`${folder}.`);
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await cp(path.join(source, file), path.join(making, file));
    await run('npm', ['ci', '--ignore-scripts', '--no-progress'], { cwd: making, quiet: true });
    const vscode = path.join(making, 'node_modules/code-server/lib/vscode');
    // `npm ci` refuses these two: their shrinkwrap files lack an entry.
    for (const cwd of [vscode, path.join(vscode, 'extensions')]) {
      await run('npm', ['install', '--no-save', '--omit=dev', '--ignore-scripts', '--no-progress'], {
        cwd,
        quiet: true,
      });
    }
    await rename(making, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
