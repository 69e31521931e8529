/** The packaged extension where tests look at it: installed into a workbench, which a browser opens. */
import { temporaryFolder } from './processes.mjs';
import { build, setUpBrowser, setUpPackages, setUpWorkbench } from './setup.mjs';
import { packageExtension } from './vsix.mjs';
import { installExtension } from './workbench.mjs';

/** Makes all of it, and the tests. @returns {Promise<NodeJS.ProcessEnv>} the environment in which the tests find it */
export async function setUpInstalled() {
  await setUpPackages();
  await setUpBrowser();
  const installation = await setUpWorkbench();
  const vsix = await packageExtension();
  await build({ tests: true });
  const extensions = await temporaryFolder();
  await installExtension({ installation, data: await temporaryFolder(), extensions }, vsix);
  return {
    ...process.env,
    METRIC_LAB_WORKBENCH: installation,
    METRIC_LAB_VSIX: vsix,
    METRIC_LAB_EXTENSIONS: extensions,
  };
}
