/** Starting other programs, and ending them: each is a process group of its own, waited for within a limit or ended whole. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A program that could not be run, or failed. */
export class CommandError extends Error {}

/** Groups that live now. They end with us, however we end. @type {Set<number>} */
const groups = new Set();

/** Folders that are gone with us. @type {Set<string>} */
const folders = new Set();

process.on('exit', () => {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.once(signal, async () => {
    await Promise.all([...groups].map((pid) => endGroup(pid)));
    process.exit(code);
  });
}

/** @type {(pid: number, signal: NodeJS.Signals | 0) => boolean} False once nobody is left. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends a group: asks, waits, then insists.
 *
 * @param {number} pid of its leader
 * @param {number} [patience] seconds to wait
 */
export async function endGroup(pid, patience = 4) {
  signalGroup(pid, 'SIGTERM');
  for (const deadline = Date.now() + 1000 * patience; Date.now() < deadline && signalGroup(pid, 0);)
    await pause(50);
  signalGroup(pid, 'SIGKILL');
}

/**
 * Starts a program as a group of its own.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startGroup(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid !== undefined) {
    groups.add(pid);
    child.once('close', () => groups.delete(pid));
  }
  return child;
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it printed on stdout where quiet, otherwise nothing
 * @throws {CommandError} where it cannot start, fails, or takes too long
 */
export async function run(command, args, options) {
  const { out, all, problem } = await outcome(command, args, options);
  if (problem === null) return out;
  throw new CommandError(all === '' ? problem : `${problem}\n${all.trimEnd()}`);
}

/**
 * Runs a program to its end, and says how that was.
 *
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, minutes?: number }} RunOptions `quiet`: its output is
 *   kept, not shown; `minutes`: limit, default 10
 *
 * @typedef {object} Outcome
 * @property {string} out what it printed on stdout where quiet
 * @property {string} all that, and what it printed on stderr
 * @property {string | null} problem null where it ended well
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function outcome(command, args, { quiet = false, minutes = 10, ...options } = {}) {
  return new Promise((resolve) => {
    const child = startGroup(command, args, { ...options, stdio: ['ignore', ...outputs(quiet)] });
    let out = '';
    let all = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => ((out += text), (all += text)));
    child.stderr?.setEncoding('utf8').on('data', (text) => (all += text));
    const line = [command, ...args].join(' ');
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (child.pid !== undefined) void endGroup(child.pid, 15); // A script of ours has groups of its own to end.
    }, minutes * 60_000);
    /** @type {(problem: string | null) => void} */
    const end = (problem) => {
      clearTimeout(timer);
      resolve({ out, all, problem });
    };
    child.on('error', (error) => end(`Cannot run ${line}: ${error.message}`));
    child.on('close', (code, signal) => {
      const how = late ? `took more than ${minutes} minutes` : `ended with ${signal ?? `code ${code}`}`;
      end(code === 0 && !late ? null : `${line} ${how}.`);
    });
  });
}

/** @type {(quiet: boolean) => ['pipe' | 'inherit', 'pipe' | 'inherit']} */
const outputs = (quiet) => (quiet ? ['pipe', 'pipe'] : ['inherit', 'inherit']);

/** A new empty folder, removed when we end. @type {() => Promise<string>} */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'metric-lab-'));
  folders.add(folder);
  return folder;
}

/** Our environment without what an editor or npm around us has put there. @type {() => NodeJS.ProcessEnv} */
export function cleanEnvironment() {
  const foreign = /^(VSCODE_|npm_|ELECTRON_|INIT_CWD$|NODE_OPTIONS$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
