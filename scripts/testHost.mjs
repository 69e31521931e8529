/**
 * The tests inside the extension host of a workbench served here: `npm run test:host [-- TEXT]`, for the files under
 * test/host whose path holds TEXT.
 */
import { createWriteStream } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runInExtensionHost } from './extensionHost.mjs';
import { temporaryFolder } from './processes.mjs';
import { build, root, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { main } from './steps.mjs';
import { startWorkbench } from './workbench.mjs';

const output = path.join(root, 'test/output');

await main(async () => {
  await setUpPackages();
  await setUpBrowser();
  const installation = await setUpWorkbench();
  await build({ tests: true });
  await mkdir(output, { recursive: true });

  const data = await temporaryFolder();
  const workspace = path.join(data, 'workspace');
  await cp(path.join(root, 'sample'), workspace, { recursive: true });
  const env = {
    METRIC_LAB_TEST_REPORT: path.join(output, 'host.json'),
    METRIC_LAB_TEST_TEXT: process.argv[2] ?? '',
  };
  const workbench = await startWorkbench({ installation, data, testDriver: true, env });
  const log = createWriteStream(path.join(output, 'host.log'));
  try {
    await runInExtensionHost(workbench, {
      workspace,
      module: 'dist/test/host/index.js',
      minutes: 8,
      picture: path.join(output, 'host-failure.png'),
      print: (line) => {
        log.write(`${line}\n`);
        if (line.startsWith('| ')) console.log(line.slice(2));
      },
    });
  } finally {
    log.end();
    await workbench.stop();
  }
});
