/**
 * Two losses of the library compared on invented handwriting: `npm run demo`. Ends with Recall@K of this run above what
 * the papers report.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startGroup } from './processes.mjs';
import { build, root, setUpPackages } from './setup.mjs';
import { elapsed, main, ScriptError } from './steps.mjs';

/** @typedef {Record<string, number>} Metrics */
/** @typedef {{ variant: string, folder: string, result: { metrics: { untrained: Metrics, test: Metrics } } }} Run */
/** @typedef {import('../src/literature/library').LibraryPaper} Paper */

const recall = ['R@1', 'R@2', 'R@4', 'R@8'];
/** Of each paper; the library has more. */
const mostReported = 3;

await main(async () => {
  await setUpPackages();
  await build();
  const since = Date.now();
  const runs = await train(path.join('demo', 'demo.experiment.ts'));
  const [first] = runs;
  if (!first) throw new ScriptError('No run has finished.');
  const papers = await Promise.all(runs.map(paperOf));
  const reported = papers.flatMap((paper) => paper.results.filter(hasRecall).slice(0, mostReported));
  print([
    ['Here: glyphs, classes never seen in training', ...recall],
    ['untrained network', ...figures(percent(first.result.metrics.untrained))],
    ...runs.map(({ variant, result }) => [variant, ...figures(percent(result.metrics.test))]),
    [],
    ['In the papers: photographs, other networks', ...recall],
    ...reported.map((row) => [inWords(row), ...figures(row.metrics)]),
  ]);
  console.log(
    '\nRecall@K in percent. The two parts are not comparable: other data, other networks, far longer training.\n' +
      'UNVERIFIED: the table itself was not seen.\n' +
      `One seed, ${elapsed(since)}. Records: ${path.relative(root, path.dirname(first.folder))}`,
  );
});

/**
 * Trains and shows the progress, as `metric-lab train` does.
 *
 * @type {(experiment: string) => Promise<Run[]>}
 */
async function train(experiment) {
  const child = startGroup(process.execPath, ['dist/runner.js', 'train', experiment, '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new ScriptError('The demo has stopped before its end.');
  return JSON.parse(output);
}

/**
 * The paper that a run's loss stems from.
 *
 * @type {(run: Run) => Promise<Paper>}
 */
async function paperOf({ folder }) {
  const { config } = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));
  const idea = `loss/${config.loss.name}`;
  const library = path.join(root, 'library');
  for (const id of await readdir(library)) {
    const file = path.join(library, id, 'paper.json');
    /** @type {Paper | null} */
    const paper = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null;
    if (paper?.ideas.includes(idea)) return paper;
  }
  throw new ScriptError(`No paper in ${library} has the idea ${idea}.`);
}

/** @type {(row: Paper['results'][number]) => boolean} */
function hasRecall({ metrics }) {
  return recall.every((name) => name in metrics);
}

/** @type {(row: Paper['results'][number]) => string} */
function inWords({ method, dataset, backbone, dimension, verified }) {
  const parts = [method, dataset, backbone, dimension && `dim ${dimension}`, !verified && 'UNVERIFIED'];
  return parts.filter(Boolean).join(', ');
}

/** @type {(metrics: Metrics) => Metrics} */
function percent(metrics) {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, 100 * value]));
}

/** @type {(metrics: Readonly<Metrics>) => string[]} */
function figures(metrics) {
  return recall.map((name) => metrics[name]?.toFixed(1) ?? '');
}

/** Rows as lines, the first column to the left. @type {(rows: readonly (readonly string[])[]) => void} */
function print(rows) {
  const width = Math.max(...rows.map(([label = '']) => label.length));
  console.log('');
  for (const [label = '', ...cells] of rows) {
    console.log([label.padEnd(width), ...cells.map((cell) => cell.padStart(7))].join('').trimEnd());
  }
}
