import path from 'node:path';
import type * as Esbuild from 'esbuild';
import { LabError } from '../lab/core/labError';

/** A user's file with all that it imports, ready to run. */
export interface Bundle {
  readonly code: string;
  /** Source map, JSON, with paths from the file's folder. */
  readonly map: string;
}

/**
 * Bundles a TypeScript or JavaScript file in memory. Imports of 'metric-lab' stay, and each imported name is checked.
 * @param exported what 'metric-lab' has
 * @throws LabError with file, line and column of what cannot be read
 */
export async function bundle(file: string, exported: readonly string[]): Promise<Bundle> {
  const esbuild = await loadEsbuild();
  const folder = path.dirname(file);
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [file],
      // Paths in the code are relative to it: the same experiment has the same hash wherever it lies.
      absWorkingDir: folder,
      outfile: path.join(folder, 'experiment.js'),
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      sourcemap: 'external',
      legalComments: 'none',
      // A loss of the user's goes by its name into the record.
      keepNames: true,
      logLevel: 'silent',
      define: { 'import.meta.url': 'importMetaUrl' },
      supported: { 'dynamic-import': false },
      plugins: [labImports(exported)],
    });
    const text = (ending: string) => outputFiles.find((output) => output.path.endsWith(ending))!.text;
    return { code: text('.js'), map: text('.map') };
  } catch (error) {
    const { errors } = error as Partial<Esbuild.BuildFailure>;
    if (!errors) throw error;
    throw new LabError(errors.map((message) => describe(message, folder)).join('\n'));
  } finally {
    await esbuild.stop();
  }
}

/** Only when it is needed: it starts a process of its own. */
export async function loadEsbuild(): Promise<typeof Esbuild> {
  try {
    return await import('esbuild');
  } catch (error) {
    throw new LabError(
      `esbuild, which reads experiment files, is missing: install Metric Lab again (${String(error)})`,
    );
  }
}

/**
 * Puts a module that lists the names between the user's file and the runner's own 'metric-lab', so that esbuild finds
 * a misspelt import and its place. Nothing of it is left in the bundle.
 */
const labImports = (exported: readonly string[]): Esbuild.Plugin => ({
  name: 'metric-lab',
  setup(build) {
    const itself = { path: 'metric-lab', namespace: 'lab' };
    build.onResolve({ filter: /^metric-lab$/ }, ({ namespace }) =>
      namespace === 'lab' ? { path: 'metric-lab', external: true } : itself,
    );
    build.onLoad({ filter: /./, namespace: 'lab' }, () => ({
      contents: `export { ${exported.join(', ')} } from 'metric-lab';`,
    }));
  },
});

/** The message with its place, and the line with a mark under it. */
function describe({ text, location }: Esbuild.Message, folder: string): string {
  const said = inWords(text, location?.suggestion);
  if (!location) return said;
  const { file, line, column, length, lineText } = location;
  const margin = `${line}`;
  const mark = ' '.repeat(column) + '^'.repeat(Math.max(1, Math.min(length, lineText.length - column)));
  return [
    `${path.resolve(folder, file)}:${line}:${column + 1}: ${said}`,
    `  ${margin} | ${lineText}`,
    `  ${' '.repeat(margin.length)} | ${mark}`,
  ].join('\n');
}

function inWords(text: string, suggestion: string | undefined): string {
  const name = /^No matching export in "lab:metric-lab" for import "(.+)"$/.exec(text)?.[1];
  if (name) return `'metric-lab' has no '${name}'${suggestion ? `; did you mean '${suggestion}'?` : ''}`;
  const module = /^Could not resolve "(.+)"$/.exec(text)?.[1];
  if (module?.startsWith('.')) return `there is no file '${module}'`;
  if (module) return `cannot find '${module}': is it installed?`;
  return text;
}
