/**
 * Runs the tests inside the extension host. Their lines begin with a bar, which tells them from the host's own. Where
 * METRIC_LAB_TEST_REPORT names a file, the counts are written there; METRIC_LAB_TEST_TEXT is a part of the files' paths.
 */
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  Object.assign(Mocha.reporters.Base, { consoleLog: printWithBar });
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 120_000, forbidOnly: true });
  const text = process.env['METRIC_LAB_TEST_TEXT'] ?? '';
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js') && file.includes(text)) mocha.addFile(path.join(__dirname, file));
  }
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats) resolve(runner.stats);
      else reject(new Error('Mocha gave no counts.'));
    });
  });
  const report = process.env['METRIC_LAB_TEST_REPORT'];
  if (report) await writeFile(report, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  if (failures > 0 || passes === 0) throw new Error(`${failures} failed, ${passes} passed`);
}

function printWithBar(...parts: unknown[]): void {
  for (const line of format(...parts).split('\n')) console.log(`| ${line}`);
}
