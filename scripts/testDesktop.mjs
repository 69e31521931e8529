/**
 * The tests inside the extension host of a desktop VS Code: `npm run test:desktop`. METRIC_LAB_VSCODE names the
 * executable of an installed one; otherwise it is downloaded.
 */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from './processes.mjs';
import { build, root, setUpPackages } from './setup.mjs';
import { main, ScriptError } from './steps.mjs';

await main(async () => {
  await setUpPackages();
  await build({ tests: true });
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const vscodeExecutablePath =
    process.env['METRIC_LAB_VSCODE'] ??
    (await downloadAndUnzipVSCode({ cachePath: path.join(root, '.cache/vscode') }).catch((error) => {
      throw new ScriptError(
        `These tests need a desktop VS Code, and it cannot be downloaded here (${error.message}). ` +
          'Set METRIC_LAB_VSCODE to the executable of an installed one, or use `npm run test:host`, ' +
          'which runs the same tests in a workbench that comes from the npm registry.',
      );
    }));
  const data = await temporaryFolder();
  const workspace = path.join(data, 'workspace');
  await cp(path.join(root, 'sample'), workspace, { recursive: true });
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'dist/test/host/index.js'),
    launchArgs: [workspace, '--user-data-dir', path.join(data, 'user'), '--disable-workspace-trust'],
  });
});
