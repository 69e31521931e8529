/**
 * The tests that use the packaged extension in a browser, as a user would: `npm run test:e2e [-- TEXT]`, for the files
 * whose path holds TEXT.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';
import { build, root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';
import { packageExtension } from './vsix.mjs';

await main(async () => {
  await setUpPackages();
  await setUpBrowser();
  const installation = await setUpWorkbench();
  const vsix = await packageExtension();
  await build({ tests: true });
  const folder = path.join(root, 'dist/test/e2e');
  const text = process.argv[2] ?? '';
  const built = (await readdir(folder)).filter((file) => file.endsWith('.test.mjs')).sort();
  const files = built.filter((file) => file.includes(text));
  if (files.length === 0) throw new ScriptError(`No test has "${text}" in its path under test/e2e.`);
  await run(
    process.execPath,
    [
      'scripts/mocha.mjs',
      '--report',
      'test/output/e2e.json',
      ...files.map((file) => path.join(folder, file)),
    ],
    { cwd: root, env: { ...process.env, METRIC_LAB_WORKBENCH: installation, METRIC_LAB_VSIX: vsix } },
  );
});
