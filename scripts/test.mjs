/** Everything that can be checked: `npm test`. Parts of a stage run side by side, as far as there are processors. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { atOnce } from './atOnce.mjs';
import { outcome } from './processes.mjs';
import { build, root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { elapsed, main } from './steps.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * A part is a script of Node with its arguments. One with a report counts its tests, any other is one check.
 *
 * @typedef {{ name: string, command: readonly string[], report?: string }} Part
 *
 * `processors`: how many one of its parts keeps busy.
 *
 * @typedef {{ parts: readonly Part[], processors: number }} Stage
 */

const output = path.join(root, 'test/output');
const bin = (/** @type {string} */ file) => path.join(root, 'node_modules', file);

/** @type {readonly Stage[]} */
const stages = [
  {
    processors: 1,
    parts: [
      { name: 'lint', command: [bin('eslint/bin/eslint.js'), '.'] },
      { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
      { name: 'types: tests and scripts', command: [bin('typescript/bin/tsc'), '-p', 'test'] },
      { name: 'types: host and runner', command: [bin('typescript/bin/tsc'), '-p', '.'] },
      { name: 'types: pages', command: [bin('typescript/bin/tsc'), '-p', 'src/webview'] },
      { name: 'goldens', command: ['scripts/testUnit.mjs', '--goldens'], report: 'goldens.json' },
    ],
  },
  { processors: Infinity, parts: [{ name: 'unit', command: ['scripts/testUnit.mjs'], report: 'unit.json' }] },
  {
    processors: 2,
    parts: [
      { name: 'extension host', command: ['scripts/testHost.mjs'], report: 'host.json' },
      { name: 'end to end', command: ['scripts/testE2e.mjs'], report: 'e2e.json' },
    ],
  },
];

await main(async () => {
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await rm(output, { recursive: true, force: true });
  await setUpPackages();
  await setUpBrowser();
  await setUpWorkbench();
  await build({ tests: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const lines = [];
  for (const { parts, processors } of stages) {
    const most = Math.max(1, Math.floor(availableParallelism() / processors));
    const isLive = most === 1 || parts.length === 1;
    if (!isLive) console.log(`\nSide by side: ${parts.map(({ name }) => name).join(', ')}`);
    const work = (/** @type {Part} */ part) => {
      if (isLive) console.log(`\n== ${part.name}`);
      return checked(part, isLive);
    };
    await atOnce(parts, most, work, ({ name }, { printed, counts, seconds }) => {
      if (!isLive) console.log(`\n== ${name}`);
      process.stdout.write(printed);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
      lines.push(`${name}: ${inWords(counts)} in ${seconds}`);
      console.log(lines.at(-1));
    });
  }
  console.log(`\n${lines.join('\n')}\n\n${inWords(total)}`);
  if (total.failed > 0) process.exitCode = 1;
});

/** @type {(part: Part, isLive: boolean) => Promise<{ printed: string, counts: Counts, seconds: string }>} */
async function checked({ command, report }, isLive) {
  const since = Date.now();
  const env = { ...process.env, METRIC_LAB_BUILT: '1' };
  const { all, problem } = await outcome(process.execPath, command, { cwd: root, env, quiet: !isLive });
  const file = report && path.join(output, report);
  /** @type {Counts} */
  const counts =
    file && existsSync(file)
      ? JSON.parse(await readFile(file, 'utf8'))
      : { passed: problem === null && !file ? 1 : 0, failed: 0, skipped: 0 };
  // A part that failed without a failed test, or gave no counts, is a failure all the same.
  const isCounted = counts.failed > 0 || (problem === null && counts.passed + counts.skipped > 0);
  if (!isCounted) counts.failed++;
  const printed = problem === null || isCounted ? all : `${all}${problem}\n`;
  return { printed, counts, seconds: elapsed(since) };
}

/** @type {(counts: Counts) => string} */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
