/** Running built test files, and counting what they say. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { atOnce } from './atOnce.mjs';
import { outcome, temporaryFolder } from './processes.mjs';
import { root } from './setup.mjs';
import { ScriptError } from './steps.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[] }} Report */

/**
 * Runs each group of files in a process of its own, several at once: no group finds what another has left, and the death of
 * one is not that of all. What they print comes in their order.
 *
 * @param {readonly (readonly string[])[]} groups
 * @param {object} options
 * @param {string} options.report where the counts of all of them go, relative to the clone
 * @param {number} options.most how many at once
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.again] whether a group with a failure is run once more, alone: where a real editor and browser are
 *   driven, a busy machine may fail what is right. What fails twice has failed
 * @throws {ScriptError} where a test failed
 */
export async function runTestFiles(groups, { report, most, env = process.env, again = false }) {
  const parts = await temporaryFolder();
  const isAlone = groups.length === 1;
  const color = !isAlone && process.stdout.isTTY ? ['--color'] : [];
  /** @type {Report} */
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  /** @type {(readonly string[])[]} */
  const failed = [];

  const work = async (/** @type {readonly string[]} */ files) => {
    const part = path.join(parts, `${groups.indexOf(files)}.json`);
    const command = ['scripts/mocha.mjs', '--report', part, ...color, ...files];
    await rm(part, { force: true });
    const { all, problem } = await outcome(process.execPath, command, { cwd: root, env, quiet: !isAlone });
    return { all, counts: await counted(part, files, problem) };
  };
  const add = (/** @type {Report} */ counts) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    total.failures = [...total.failures, ...counts.failures];
  };
  await atOnce(groups, most, work, (files, { all, counts }) => {
    process.stdout.write(all);
    if (again && counts.failed > 0) failed.push(files);
    else add(counts);
  });
  await atOnce(failed, 1, work, (files, { all, counts }) => {
    process.stdout.write(all);
    console.log(`${counts.failed > 0 ? 'Failed twice' : 'Passed at a second try'}: ${named(files)}`);
    add(counts);
  });

  const file = path.join(root, report);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(total));
  if (total.failed > 0)
    throw new ScriptError(`Failed:\n${total.failures.map((one) => `  ${one}`).join('\n')}`);
}

/**
 * What a file's process reported. One that came to no report, or to an end that its report does not explain, has failed.
 *
 * @type {(part: string, files: readonly string[], problem: string | null) => Promise<Report>}
 */
async function counted(part, files, problem) {
  /** @type {Report} */
  const counts = existsSync(part)
    ? JSON.parse(await readFile(part, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (counts.failed > 0 || (problem === null && existsSync(part))) return counts;
  const failures = [`${named(files)}: ${problem ?? 'no report'}`];
  return { ...counts, failed: 1, failures };
}

/** @type {(files: readonly string[]) => string} */
const named = (files) => files.map((file) => path.relative(root, file)).join(', ');
