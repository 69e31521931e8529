/**
 * Runs built test files: `node scripts/mocha.mjs [--report FILE] [--color] FILE...`. The report is the count of what
 * passed, failed and was skipped, with the names of what failed, as JSON.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' }, color: { type: 'boolean' } },
  allowPositionals: true,
});
const mocha = new Mocha({
  ui: 'bdd',
  reporter: 'spec',
  ...(values.color && { color: true }),
  ...JSON.parse(await readFile('.mocharc.json', 'utf8')),
});
for (const file of positionals) mocha.addFile(path.resolve(file));
await mocha.loadFilesAsync();
/** @type {string[]} */
const failures = [];
const {
  passes,
  failures: failed,
  pending,
} = await new Promise((resolve) => {
  const runner = mocha.run(() => resolve(runner.stats));
  runner.on('fail', (test) => failures.push(test.fullTitle()));
});
if (values.report) {
  await mkdir(path.dirname(values.report), { recursive: true });
  await writeFile(values.report, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
}
// A test that leaves something open must not keep us here.
process.exit(failed === 0 ? 0 : 1);
