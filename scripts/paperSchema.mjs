/** Makes library/paper.schema.json from what src/literature/library.ts checks: what an editor shows in a paper.json. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as esbuild from 'esbuild';
import prettier from 'prettier';

const source = 'src/literature/library.ts';

/**
 * @param {string} root of the project
 * @returns {Promise<string>} the file as it should be
 */
export async function makePaperSchema(root) {
  const bundle = await esbuild.build({
    entryPoints: [path.join(root, source)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const code = Buffer.from(bundle.outputFiles.map(({ text }) => text).join('')).toString('base64');
  /** @type {typeof import('../src/literature/library')} */
  const { paperSchema } = await import(`data:text/javascript;base64,${code}`);
  // A reader forgives blanks around a text and refuses infinities: JSON has no word for the first and none of the second.
  const schema = toJsonSchema(paperSchema, { ignoreActions: ['trim', 'finite'] });
  const titled = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A paper of the library',
    ...schema,
  };
  const style = JSON.parse(await readFile(path.join(root, '.prettierrc.json'), 'utf8'));
  return prettier.format(JSON.stringify(titled), { ...style, parser: 'json' });
}

/**
 * Writes the file where it has changed.
 * @param {string} root
 */
export async function writePaperSchema(root) {
  const file = path.join(root, 'library/paper.schema.json');
  const text = await makePaperSchema(root);
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present !== text) await writeFile(file, text);
}
