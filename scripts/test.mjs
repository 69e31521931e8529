/** Everything that can be checked, one part after the other: `npm test`. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandError, run } from './processes.mjs';
import { root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { elapsed, main } from './steps.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const output = path.join(root, 'test/output');
const bin = (/** @type {string} */ file) => path.join(root, 'node_modules', file);

/**
 * A part is a script of Node with its arguments. One with a report counts its tests, any other is one check.
 *
 * @type {readonly { name: string, command: readonly string[], report?: string }[]}
 */
const parts = [
  { name: 'types: host and runner', command: [bin('typescript/bin/tsc'), '-p', '.'] },
  { name: 'types: results page', command: [bin('typescript/bin/tsc'), '-p', 'src/webview'] },
  { name: 'types: tests and scripts', command: [bin('typescript/bin/tsc'), '-p', 'test'] },
  { name: 'lint', command: [bin('eslint/bin/eslint.js'), '.'] },
  { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--check', '.'] },
  { name: 'unit', command: ['scripts/testUnit.mjs'], report: 'unit.json' },
  { name: 'goldens', command: ['scripts/testUnit.mjs', '--goldens'], report: 'goldens.json' },
  { name: 'extension host', command: ['scripts/testHost.mjs'], report: 'host.json' },
  { name: 'end to end', command: ['scripts/testE2e.mjs'], report: 'e2e.json' },
];

await main(async () => {
  await setUpPackages();
  await setUpBrowser();
  await setUpWorkbench();
  await rm(path.join(root, 'dist'), { recursive: true, force: true });
  await rm(output, { recursive: true, force: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const part of parts) {
    console.log(`\n== ${part.name}`);
    const since = Date.now();
    const counts = await runPart(part);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    lines.push(`${part.name}: ${inWords(counts)} in ${elapsed(since)}`);
    console.log(lines.at(-1));
  }
  console.log(`\n${lines.join('\n')}\n\n${inWords(total)}`);
  if (total.failed > 0) process.exitCode = 1;
});

/** @type {(part: typeof parts[number]) => Promise<Counts>} */
async function runPart({ command, report }) {
  const isGood = await run(process.execPath, command, { cwd: root }).then(
    () => true,
    (error) => {
      if (!(error instanceof CommandError)) throw error;
      return false;
    },
  );
  const file = report && path.join(output, report);
  /** @type {Counts} */
  const counts =
    file && existsSync(file)
      ? JSON.parse(await readFile(file, 'utf8'))
      : { passed: isGood && !file ? 1 : 0, failed: 0, skipped: 0 };
  // A part that failed without a failed test, or gave no counts, is a failure all the same.
  const isCounted = counts.failed > 0 || (isGood && counts.passed + counts.skipped > 0);
  return isCounted ? counts : { ...counts, failed: counts.failed + 1 };
}

/** @type {(counts: Counts) => string} */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
