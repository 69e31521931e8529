/**
 * Opens an editor with the extension on a copy of the sample workspace: `npm start`. Desktop VS Code where `code` is
 * found, otherwise a workbench served on this machine, until Ctrl-C.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './processes.mjs';
import { build, root, setUpPackages, setUpWorkbench } from './setup.mjs';
import { main, step } from './steps.mjs';
import { packageExtension } from './vsix.mjs';
import { installExtension, startWorkbench } from './workbench.mjs';

await main(async () => {
  await setUpPackages();
  const data = path.join(homedir(), '.metric-lab-sample');
  const workspace = path.join(data, 'workspace');
  await mkdir(data, { recursive: true });
  await cp(path.join(root, 'sample'), workspace, { recursive: true, force: false });
  console.log(`Sample workspace, yours to change: ${workspace}`);

  const desktop = findOnPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (desktop !== undefined) {
    await build();
    await run(desktop, ['--new-window', `--extensionDevelopmentPath=${root}`, workspace]);
    return;
  }
  console.log('No `code` on the path: serving a workbench instead.');
  const installation = await setUpWorkbench();
  const vsix = await packageExtension();
  await step('Installing the extension into the workbench', () =>
    installExtension({ installation, data }, vsix),
  );
  const workbench = await startWorkbench({ installation, data });
  console.log(
    `Open ${workbench.urlOf(workspace)}\nWhoever has an account on this machine can open it. Ctrl-C ends it.`,
  );
  await workbench.ended;
});

/** @type {(name: string) => string | undefined} */
function findOnPath(name) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
