/**
 * The pictures of the README, taken of the packaged extension: `npm run pictures`. They show the runs of a short sweep that
 * is made for them; with `-- --runs FOLDER`, those in a workspace's .metric-lab. FOLDER may be given several times: the
 * experiment that is shown is that of the first, and lies in its workspace.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setUpInstalled } from './installed.mjs';
import { run, temporaryFolder } from './processes.mjs';
import { root } from './setup.mjs';
import { main, ScriptError, step } from './steps.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', multiple: true, default: [] } } });
const taker = path.join(root, 'dist/test/pictures/readme.test.mjs');

await main(async () => {
  const env = await setUpInstalled();
  const folders =
    values.runs.length > 0 ? values.runs.map((folder) => path.resolve(folder)) : [await sweep()];
  const records = await temporaryFolder();
  for (const folder of folders) await copyRecords(folder, records);
  await run(process.execPath, ['scripts/mocha.mjs', taker], {
    cwd: root,
    env: {
      ...env,
      METRIC_LAB_RECORDS: records,
      METRIC_LAB_EXPERIMENT: await copyExperiment(/** @type {string} */ (folders[0]), records),
    },
  });
});

/** Records of the demo's two losses, three seeds each. @returns {Promise<string>} the folder that holds them */
async function sweep() {
  const workspace = await temporaryFolder();
  const folder = path.join(workspace, '.metric-lab');
  await mkdir(folder);
  await cp(path.join(root, 'demo'), path.join(workspace, 'demo'), { recursive: true });
  const command = [
    path.join(root, 'dist/runner.js'),
    ...['sweep', 'demo/demo.experiment.ts', '--seeds', '3', '--jobs', '2'],
  ];
  await step('Training for the pictures', () =>
    run(process.execPath, command, { cwd: workspace, quiet: true }),
  );
  return folder;
}

/** All but checkpoints, which no page reads. @type {(folder: string, workspace: string) => Promise<void>} */
async function copyRecords(folder, workspace) {
  for (const kind of ['runs', 'sweeps']) {
    const from = path.join(folder, kind);
    if (!existsSync(from)) continue;
    await cp(from, path.join(workspace, '.metric-lab', kind), {
      recursive: true,
      filter: (file) => path.basename(file) !== 'checkpoints',
    });
  }
}

/**
 * The experiment file of a folder's runs, at its place in another workspace.
 *
 * @type {(folder: string, workspace: string) => Promise<string>} its path in the workspace
 */
async function copyExperiment(folder, workspace) {
  const runs = path.join(folder, 'runs');
  const ids = existsSync(runs) ? await readdir(runs) : [];
  const record = ids.map((id) => path.join(runs, id, 'run.json')).find((file) => existsSync(file));
  if (record === undefined) throw new ScriptError(`${folder} holds no runs: give a workspace's .metric-lab.`);
  /** @type {import('../src/protocol/run').RunRecord} */
  const { experiment } = JSON.parse(await readFile(record, 'utf8'));
  const source = path.resolve(folder, '..', experiment.file);
  if (!existsSync(source)) throw new ScriptError(`${record} is of ${source}, which is not there.`);
  await cp(source, path.join(workspace, experiment.file));
  return experiment.file;
}
