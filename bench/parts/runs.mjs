/** What thousands of runs cost whoever shows them: `npm run bench -- runs`. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {object} Look
 * @property {string} name
 * @property {number} runs
 * @property {number} seconds of the first look
 * @property {number} againSeconds of the next one, where nothing is new
 * @property {number} longestTurnMilliseconds for which nothing else could be done
 * @property {number} heapMegabytes that the runs take
 * @property {number} addedMegabytes by which the process has grown
 */

/**
 * Writes records into a folder and looks at them, each time in a process of its own: without an index, while one is written, and
 * with it.
 *
 * @type {(program: string, folder: string, count: number) => Promise<Look[]>}
 */
export async function runs(program, folder, count) {
  const index = path.join(folder, 'index.jsonl');
  await generateRuns(program, folder, count);
  const looks = [];
  for (const [name, ...more] of [['cold'], ['writes the index', index], ['with the index', index]]) {
    const { stdout } = await call(program, 'look', folder, ...more);
    looks.push({ name: /** @type {string} */ (name), ...JSON.parse(stdout) });
  }
  return looks;
}

/** Writes that many records, as the runner would. @type {(program: string, folder: string, count: number) => Promise<void>} */
export async function generateRuns(program, folder, count) {
  await call(program, 'generate', folder, String(count));
}

/** @type {(program: string, ...rest: string[]) => Promise<{ stdout: string }>} */
function call(program, ...rest) {
  return promisify(execFile)(process.execPath, ['--expose-gc', program, ...rest]);
}

/** @type {(looks: readonly Look[]) => string} */
export function runsTable(looks) {
  const line = (/** @type {Look} */ look) =>
    `${look.name.padEnd(18)} ${look.seconds.toFixed(2).padStart(8)} s   again ${look.againSeconds.toFixed(3)} s` +
    `   longest turn ${look.longestTurnMilliseconds.toFixed(0)} ms   heap ${look.heapMegabytes.toFixed(0)} MB` +
    `   process +${look.addedMegabytes.toFixed(0)} MB`;
  return looks.map(line).join('\n');
}
