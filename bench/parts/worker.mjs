/** Each side of a comparison is a process of its own: one question a line on its input, one answer a line on its output. */
import { createInterface } from 'node:readline';
import { startGroup, endGroup } from '../../scripts/processes.mjs';
import { ScriptError } from '../../scripts/steps.mjs';

/**
 * @typedef {object} Answer
 * @property {number} ms median time of a call
 * @property {number} calls how many were timed
 * @property {number | Record<string, number>} [value] what was computed, to compare
 * @property {number} [megabytes] most that the process has held so far
 * @property {string} [skipped] why there is no time
 */

export class Worker {
  /** @type {import('node:readline').Interface} */
  #lines;
  /** @type {AsyncIterator<string>} */
  #next;
  /** @type {ReturnType<typeof startGroup>} */
  #child;
  #ended = '';

  /**
   * @param {string} name as the tables call it
   * @param {readonly string[]} command
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(name, [program, ...args], env) {
    this.name = name;
    this.#child = startGroup(/** @type {string} */ (program), args, {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdout, stdin } = this.#child;
    if (stdout === null || stdin === null) throw new Error('a worker has no pipes');
    stdin.on('error', () => undefined); // Told by the end of the process.
    // Made now: a line that comes before it is asked for must not be lost.
    this.#lines = createInterface(stdout);
    this.#next = this.#lines[Symbol.asyncIterator]();
    /** @type {(how: string) => void} */
    const ended = (how) => {
      this.#ended = `${name} ${how}`;
      this.#lines.close();
    };
    this.#child.on('error', (error) => ended(`cannot start: ${error.message}`));
    this.#child.on('close', (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  }

  /** The first line, unasked: what computes, or why it cannot. @returns {Promise<{ about?: string, absent?: string }>} */
  async hello() {
    return JSON.parse(await this.#line());
  }

  /**
   * @param {object} question
   * @returns {Promise<Answer>}
   */
  async ask(question) {
    const answer = this.#line();
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    return JSON.parse(await answer);
  }

  async end() {
    if (this.#child.pid !== undefined && this.#ended === '') await endGroup(this.#child.pid);
  }

  /** @returns {Promise<string>} */
  async #line() {
    const { value, done } = await this.#next.next();
    if (!done) return value;
    // The pipe may be closed before it is known how the process ended.
    await new Promise((resolve) => (this.#ended === '' ? this.#child.once('close', resolve) : resolve(null)));
    throw new ScriptError(this.#ended);
  }
}
