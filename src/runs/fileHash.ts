import { createHash } from 'node:crypto';
import jsTokens from 'js-tokens';

/** What may change without a change of what runs. */
const silent = new Set(['WhiteSpace', 'LineTerminatorSequence', 'SingleLineComment', 'MultiLineComment']);

/**
 * SHA-256 of an experiment file's own code, in hexadecimal; comments, white space and line ends left out. The runner keeps it
 * in the record, and an editor computes it of what it shows: so it knows results of another version without a bundle.
 * @param text TypeScript or JavaScript, unfinished or not
 */
export function fileHash(text: string): string {
  const hash = createHash('sha256');
  for (const { type, value } of jsTokens(text.replace(/\r\n?/g, '\n'))) {
    if (!silent.has(type)) hash.update(value).update('\n');
  }
  return hash.digest('hex');
}
