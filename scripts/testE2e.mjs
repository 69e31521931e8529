/**
 * The tests that use the packaged extension in a browser, as a user would: `npm run test:e2e [-- TEXT]`, for the files
 * whose path holds TEXT.
 */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { temporaryFolder } from './processes.mjs';
import { build, root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';
import { runTestFiles } from './testFiles.mjs';
import { packageExtension } from './vsix.mjs';
import { installExtension } from './workbench.mjs';

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
  const extensions = await temporaryFolder();
  await installExtension({ installation, data: await temporaryFolder(), extensions }, vsix);
  await runTestFiles(
    files.map((file) => [path.join(folder, file)]),
    {
      report: 'test/output/e2e.json',
      // A workbench and its browser keep about two processors busy.
      most: Math.ceil(availableParallelism() / 2),
      env: {
        ...process.env,
        METRIC_LAB_WORKBENCH: installation,
        METRIC_LAB_VSIX: vsix,
        METRIC_LAB_EXTENSIONS: extensions,
      },
    },
  );
});
