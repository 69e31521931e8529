/** The results page with many runs, in a browser: not against a peer, but against what a reader does not notice. */
import path from 'node:path';
import { run } from '../../scripts/processes.mjs';
import { root, setUpBrowser } from '../../scripts/setup.mjs';

/**
 * @typedef {object} PageFigures
 * @property {number} runs
 * @property {number} variants
 * @property {number} bytes of the first snapshot as text
 * @property {readonly { name: string, median: number, most: number }[]} cases milliseconds
 */

/** @type {(options: { runs: number, rounds: number }) => Promise<PageFigures>} */
export async function page({ runs, rounds }) {
  await setUpBrowser();
  await run(process.execPath, ['esbuild.mjs'], { cwd: root, quiet: true });
  const program = path.join(root, 'dist/bench/page.mjs');
  const args = [program, String(runs), String(rounds)];
  return JSON.parse(await run(process.execPath, args, { cwd: root, quiet: true }));
}

/** @type {(figures: PageFigures) => string} */
export function pageTable({ runs, variants, bytes, cases }) {
  const lines = cases.map(
    ({ name, median, most }) =>
      `  ${name.padEnd(46)}${median.toFixed(0).padStart(8)} ms${most.toFixed(0).padStart(8)} ms`,
  );
  return [
    `\npage: ${runs} runs of ${variants} variants, first snapshot ${(bytes / 1e6).toFixed(1)} MB`,
    `  ${''.padEnd(46)}${'median'.padStart(11)}${'most'.padStart(11)}`,
    ...lines,
  ].join('\n');
}
