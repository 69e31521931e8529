/**
 * Runs built test files: `node scripts/mocha.mjs [--report FILE] FILE...`. The report is the count of what passed,
 * failed and was skipped, as JSON.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const { values, positionals } = parseArgs({
  options: { report: { type: 'string' } },
  allowPositionals: true,
});
const mocha = new Mocha({
  ui: 'bdd',
  reporter: 'spec',
  ...JSON.parse(await readFile('.mocharc.json', 'utf8')),
});
for (const file of positionals) mocha.addFile(path.resolve(file));
await mocha.loadFilesAsync();
const { passes, failures, pending } = await new Promise((resolve) => {
  const runner = mocha.run(() => resolve(runner.stats));
});
if (values.report) {
  await mkdir(path.dirname(values.report), { recursive: true });
  await writeFile(values.report, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
}
// A test that leaves something open must not keep us here.
process.exit(failures === 0 ? 0 : 1);
