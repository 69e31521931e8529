/** What many runs cost the extension host of a real editor: `npm run bench -- host`. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runInExtensionHost } from '../../scripts/extensionHost.mjs';
import { temporaryFolder } from '../../scripts/processes.mjs';
import { build, setUpBrowser, setUpWorkbench } from '../../scripts/setup.mjs';
import { startWorkbench } from '../../scripts/workbench.mjs';
import { generateRuns } from './runs.mjs';

/**
 * @typedef {object} HostFigures
 * @property {number} runs
 * @property {number} seconds of the look at all records, without an index
 * @property {{ before: NodeJS.MemoryUsage, listed: NodeJS.MemoryUsage, shown: NodeJS.MemoryUsage }} looks
 *   memory with the extension active and no run, with the Runs view open, and with the results page open, bytes
 * @property {number} most that the process has held at any time, bytes
 */

/** @type {(program: string, count: number) => Promise<HostFigures>} */
export async function host(program, count) {
  await setUpBrowser();
  const installation = await setUpWorkbench();
  await build();
  const data = await temporaryFolder();
  const [workspace, records] = [path.join(data, 'workspace'), path.join(data, 'records')];
  await mkdir(workspace, { recursive: true });
  await generateRuns(program, records, count);
  const figures = path.join(data, 'figures.json');
  const env = { METRIC_LAB_HOST_RECORDS: records, METRIC_LAB_HOST_FIGURES: figures };
  const workbench = await startWorkbench({ installation, data, testDriver: true, env });
  try {
    await runInExtensionHost(workbench, {
      ...{ workspace, module: 'dist/bench/host.js', minutes: 5 },
      picture: path.join(data, 'failure.png'),
      print: (line) => console.error(line),
    });
  } finally {
    await workbench.stop();
  }
  return JSON.parse(await readFile(figures, 'utf8'));
}

/** @type {(figures: HostFigures) => string} */
export function hostTable({ runs, seconds, looks, most }) {
  const mega = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0).padStart(5);
  const names = { before: 'active, no run', listed: 'Runs view', shown: 'results page' };
  const lines = Object.entries(looks).map(
    ([name, { heapUsed, external, rss }]) =>
      `  ${names[/** @type {keyof typeof names} */ (name)].padEnd(16)} heap ${mega(heapUsed)} MB` +
      `   outside it ${mega(external)} MB   process ${mega(rss)} MB`,
  );
  const grown = looks.shown.heapUsed + looks.shown.external - looks.before.heapUsed - looks.before.external;
  return [
    `\nhost: ${runs} runs, looked at in ${seconds.toFixed(2)} s`,
    ...lines,
    `  the runs take ${mega(grown).trim()} MB; the process has grown by ${mega(looks.shown.rss - looks.before.rss).trim()} MB,` +
      ` at most by ${mega(most - looks.before.rss).trim()} MB`,
  ].join('\n');
}
