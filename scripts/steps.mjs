/** What the scripts tell the reader: a line for each thing done, with its time. */
import { CommandError } from './processes.mjs';

/** A mistake or a lack that the reader can mend: shown as a message, without a stack trace. */
export class ScriptError extends Error {}

/** @type {(since: number) => string} */
export const elapsed = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Does a thing and says so.
 *
 * @template T
 * @param {string} what `Installing the packages`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const since = Date.now();
  try {
    const value = await work();
    console.log(`${what}: done in ${elapsed(since)}`);
    return value;
  } catch (error) {
    console.log(`${what}: failed after ${elapsed(since)}`);
    throw error;
  }
}

/**
 * The main function of a script: errors are told in words, and the exit code is 1.
 *
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    const plain = error instanceof ScriptError || error instanceof CommandError;
    console.error(plain ? error.message : error);
    process.exitCode = 1;
  }
}
