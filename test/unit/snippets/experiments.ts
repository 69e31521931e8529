import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { watPlugin } from '../../../scripts/wat.mjs';
import type { catalogue } from '../../../src/lab/catalogue';
import type { random } from '../../../src/lab/core/random';
import type { tf } from '../../../src/lab/core/tf';
import type { IdeaEntry } from '../../../src/protocol/idea';
import { expanded } from './expanded';
import { ideaFolders } from '../../support/ideaFolders';

export type Idea = (...inputs: unknown[]) => unknown;

/** An experiment file that an idea was inserted into. */
export interface Inserted {
  readonly idea: IdeaEntry;
  /** `circle.typescript.ts` */
  readonly file: string;
  /** The snippet with its tab stops filled. */
  readonly code: string;
}

/** What the bundled experiments export, on one copy of TensorFlow.js. */
export interface Bundle {
  readonly tf: typeof tf;
  readonly random: typeof random;
  readonly catalogue: typeof catalogue;
  /** By file. */
  readonly snippets: Readonly<Record<string, Idea>>;
  /** By the idea's id. */
  readonly library: Readonly<Record<string, Idea>>;
}

const folders: Readonly<Partial<Record<IdeaEntry['kind'], string>>> = ideaFolders;

/** Each idea in an experiment of its own, in both languages. */
export function insertions(ideas: readonly IdeaEntry[]): Inserted[] {
  return ideas.flatMap((idea) => [
    { idea, file: `${idea.name}.typescript.ts`, code: expanded(idea.body.typescript) },
    { idea, file: `${idea.name}.javascript.js`, code: expanded(idea.body.javascript) },
  ]);
}

/** Writes each snippet into an experiment file of its own, above the experiment. */
export async function writeExperiments(inserted: readonly Inserted[], folder: string): Promise<void> {
  const experiment = (await readFile('scripts/snippets/experiment.ts', 'utf8')).replace(/^import.*;\n/gm, '');
  const [imports = ''] = /^import.*;\n/m.exec(await readFile('scripts/snippets/experiment.ts', 'utf8')) ?? [];
  for (const { file, code } of inserted) {
    await writeFile(path.join(folder, file), `${imports}${code}\n\n${experiment}`);
  }
}

/** Bundles the experiments as the runner does, with the library beside them, and loads that. */
export async function loadExperiments(inserted: readonly Inserted[], folder: string): Promise<Bundle> {
  const entry = [
    "import '@tensorflow/tfjs-backend-cpu';",
    "export { tf } from 'metric-lab';",
    "export { catalogue } from './src/lab/catalogue';",
    "export { random } from './src/lab/core/random';",
    ...inserted.flatMap(({ idea: { name, kind }, file }, at) => [
      `import { ${name} as snippet${at} } from ${JSON.stringify(path.join(folder, file))};`,
      `import { ${name} as library${at} } from './src/${folders[kind]}/${name}';`,
    ]),
    `export const snippets = { ${inserted.map(({ file }, at) => `'${file}': snippet${at}`).join()} };`,
    `export const library = { ${inserted.map(({ idea }, at) => `'${idea.id}': library${at}`).join()} };`,
  ];
  const outfile = path.join(folder, 'bundle.mjs');
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: process.cwd() },
    alias: { 'metric-lab': path.resolve('src/lab/index.ts') },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins: [watPlugin],
    banner: {
      js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);",
    },
  });
  const bundle = (await import(pathToFileURL(outfile).href)) as Bundle;
  bundle.tf.env().set('PROD', true); // no greeting on the console
  await bundle.tf.setBackend('cpu');
  return bundle;
}
