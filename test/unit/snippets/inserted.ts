import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import type { Bundle, Inserted } from './experiments';
import { inputsFor, observe } from './observe';

/**
 * What the compiler has against experiment files, at its strictest.
 *
 * @param lab the file that stands for `metric-lab`
 */
export function typeErrors(files: readonly string[], lab: string): string[] {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const program = ts.createProgram(files, {
    ...options,
    paths: { 'metric-lab': [path.resolve(lab)] },
    typeRoots: [path.resolve('node_modules/@types')],
  });
  return files
    .flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ messageText, file }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** Asserts that an inserted idea gives the library's values and slopes, bit for bit, and that all are finite. */
export async function assertSameAsLibrary(bundle: Bundle, { idea, file }: Inserted): Promise<void> {
  const library = bundle.library[idea.id]!;
  const snippet = bundle.snippets[file]!;
  // Made anew for each call: a random stream goes on.
  const expected = await observe(bundle, library, inputsFor(bundle, idea, library));
  assert.ok(
    expected.length > 0 && expected.every((part) => part.some((value) => value !== 0)),
    `${idea.id}: only zeros prove nothing`,
  );
  assert.ok(expected.flat().every(Number.isFinite), `${idea.id}: not finite`);
  assert.notEqual(snippet, library);
  assert.deepEqual(await observe(bundle, snippet, inputsFor(bundle, idea, library)), expected, file);
}
