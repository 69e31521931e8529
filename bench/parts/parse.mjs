/** What a document of thousands of papers costs whoever opens it: `npm run bench -- parse`. */
import { run } from '../../scripts/processes.mjs';
import { root } from '../../scripts/setup.mjs';
import { median } from './statistics.mjs';

const shapes = ['list', 'table', 'summary', 'headings', 'bibtex'];

/** Of one process: the first call is cold, the second makes warm. */
const calls = 7;

/**
 * @typedef {{ ms: number, processor: number }} Took by the clock, and of the processor with all threads, ms
 * @typedef {object} Parsed medians over the processes
 * @property {string} shape
 * @property {number} papers found
 * @property {number} kilobytes
 * @property {{ cold: Took, warm: Took }} parse the parser alone
 * @property {{ cold: Took, warm: Took }} join the way of the Papers view: in slices, and joined with the library
 * @property {number} longestTurn of that way, ms for which nothing else could be done
 */

/** @type {(options: { program: string, papers: number, rounds: number, pinned: (command: string[]) => string[] }) => Promise<Parsed[]>} */
export async function parse({ program, papers, rounds, pinned }) {
  const found = [];
  for (const shape of shapes) {
    const read = async (/** @type {string} */ way) => {
      const looks = [];
      for (let round = 0; round < rounds; round++) {
        const [command = '', ...rest] = pinned([
          process.execPath,
          program,
          shape,
          `${papers}`,
          `${calls}`,
          way,
        ]);
        looks.push(JSON.parse(await run(command, rest, { cwd: root, quiet: true })));
      }
      return looks;
    };
    const [parsed, joined] = [await read('parse'), await read('join')];
    const [{ found: papersFound, kilobytes }] = parsed;
    found.push({
      ...{ shape, papers: papersFound, kilobytes },
      ...{ parse: coldAndWarm(parsed), join: coldAndWarm(joined) },
      longestTurn: median(joined.map(({ longestTurn }) => longestTurn)),
    });
  }
  return found;
}

/** @type {(looks: readonly { took: Took[] }[]) => { cold: Took, warm: Took }} */
function coldAndWarm(looks) {
  const middle = (/** @type {Took[]} */ all) => ({
    ms: median(all.map(({ ms }) => ms)),
    processor: median(all.map(({ processor }) => processor)),
  });
  return {
    cold: middle(looks.flatMap(({ took }) => took.slice(0, 1))),
    warm: middle(looks.flatMap(({ took }) => took.slice(2))),
  };
}

/** @type {(rows: readonly Parsed[]) => string} */
export function parseTable(rows) {
  const ms = (/** @type {Took} */ took) =>
    `${took.ms.toFixed(0)} (${took.processor.toFixed(0)})`.padStart(11);
  const head = ['cold', 'warm', 'joined', 'warm'].map((name) => name.padStart(11)).join(' ');
  return [
    `${''.padEnd(9)} papers    kB ${head}   longest turn   ms, of the processor in brackets`,
    ...rows.map(
      ({ shape, papers, kilobytes, parse, join, longestTurn }) =>
        `${shape.padEnd(9)} ${`${papers}`.padStart(6)} ${kilobytes.toFixed(0).padStart(5)} ` +
        `${[parse.cold, parse.warm, join.cold, join.warm].map(ms).join(' ')}   ${longestTurn.toFixed(0).padStart(12)}`,
    ),
  ].join('\n');
}
