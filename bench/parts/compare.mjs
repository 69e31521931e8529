/** Ours and the peers alternately, so that a change of the machine's mood meets all alike. */
import { difference, median } from './statistics.mjs';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {object} question what a worker is asked
 * @property {Floor} floor
 * @property {number} [tolerance] how far the two values may be apart, as a part of the larger; none where they differ by nature
 *
 * @typedef {object} Floor the least that any program has to do for it
 * @property {number} operations multiplications and additions of matrix products
 * @property {number} bytes read and written
 *
 * @typedef {object} Timed
 * @property {string} name of the worker
 * @property {number | null} ms median of the rounds; null where skipped
 * @property {string} [skipped]
 * @property {import('./statistics.mjs').Value} [value]
 * @property {number} [megabytes] most that the process held
 *
 * @typedef {{ name: string, floor: Floor, ours: Timed, peers: Timed[], difference: number | null, tolerance: number | null }} Result
 */

/**
 * @param {Case} item
 * @param {import('./worker.mjs').Worker} ours
 * @param {readonly import('./worker.mjs').Worker[]} peers
 * @param {{ rounds: number, seconds: number }} effort
 * @returns {Promise<Result>}
 */
export async function compare(item, ours, peers, { rounds, seconds }) {
  const sides = [ours, ...peers].map((worker) => ({
    worker,
    answers: /** @type {import('./worker.mjs').Answer[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round++) {
    const first = round % sides.length; // Nobody always goes first.
    for (const { worker, answers } of [...sides.slice(first), ...sides.slice(0, first)]) {
      if (answers[0]?.skipped === undefined) answers.push(await worker.ask({ ...item.question, seconds }));
    }
  }
  const [us, ...others] = sides.map(({ worker, answers }) => timed(worker.name, answers));
  return {
    name: item.name,
    floor: item.floor,
    ours: /** @type {Timed} */ (us),
    peers: others,
    difference: apart(us?.value, others.find(({ value }) => value !== undefined)?.value),
    tolerance: item.tolerance ?? null,
  };
}

/** @type {(a?: import('./statistics.mjs').Value, b?: import('./statistics.mjs').Value) => number | null} */
const apart = (a, b) => (a === undefined || b === undefined ? null : difference(a, b));

/** @type {(name: string, answers: readonly import('./worker.mjs').Answer[]) => Timed} */
function timed(name, answers) {
  const skipped = answers[0]?.skipped;
  if (skipped !== undefined) return { name, ms: null, skipped };
  return {
    name,
    ms: median(answers.map(({ ms }) => ms)),
    value: answers[0]?.value,
    megabytes: answers.at(-1)?.megabytes,
  };
}

/** The fastest of the peers. @type {(result: Result) => Timed | undefined} */
export function best({ peers }) {
  return peers.filter(({ ms }) => ms !== null).sort((a, b) => Number(a.ms) - Number(b.ms))[0];
}
