/**
 * Checks the experiments of a folder that ideas were inserted into, as `insertions` names them: `node checkInserted.mjs
 * FOLDER`. Each has to compile with the types that the editor has, and to compute what the library computes.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { IdeaEntry } from '../../src/protocol/idea';
import { insertions, loadExperiments } from '../unit/snippets/experiments';
import { assertSameAsLibrary, typeErrors } from '../unit/snippets/inserted';

const [folder] = process.argv.slice(2);
assert.ok(folder);
const inserted = insertions(JSON.parse(await readFile('snippets/catalogue.json', 'utf8')) as IdeaEntry[]);
const files = inserted.map(({ file }) => path.join(folder, file));
assert.deepEqual(
  typeErrors(
    files.filter((file) => file.endsWith('.ts')),
    'dist/types/metric-lab.d.ts',
  ),
  [],
);
const bundle = await loadExperiments(inserted, folder);
for (const one of inserted) await assertSameAsLibrary(bundle, one);
console.log(`${inserted.length} files compile and run`);
