/**
 * The tests that use the packaged extension in a browser, as a user would: `npm run test:e2e [-- TEXT]`, for the files
 * whose path holds TEXT.
 */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setUpInstalled } from './installed.mjs';
import { root } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';
import { runTestFiles } from './testFiles.mjs';

await main(async () => {
  const env = await setUpInstalled();
  const folder = path.join(root, 'dist/test/e2e');
  const text = process.argv[2] ?? '';
  const built = (await readdir(folder)).filter((file) => file.endsWith('.test.mjs')).sort();
  const files = built.filter((file) => file.includes(text));
  if (files.length === 0) throw new ScriptError(`No test has "${text}" in its path under test/e2e.`);
  await runTestFiles(
    files.map((file) => [path.join(folder, file)]),
    {
      report: 'test/output/e2e.json',
      // A workbench and its browser keep about two processors busy.
      most: Math.ceil(availableParallelism() / 2),
      again: true,
      env,
    },
  );
});
