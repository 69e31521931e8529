/** The types of `metric-lab` in one file, TensorFlow.js's included: what the editor shows in an experiment. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const file = 'dist/types/metric-lab.d.ts';
const entry = 'src/lab/index.ts';

/** Types that TensorFlow.js names only beside WebGPU and its hashing: nobody's experiment has to have their packages. */
const elsewhere = ['GPUBuffer', 'Long'];

/** Makes the file anew where its sources have changed: that takes seconds. */
export async function writeDeclarations() {
  if (!existsSync(entry)) return;
  const firstLine = `// From sources ${await fingerprint()}`;
  if (existsSync(file) && (await startOf(file)).startsWith(firstLine)) return;
  const { generateDtsBundle } = await import('dts-bundle-generator');
  const [types] = generateDtsBundle(
    [
      {
        filePath: entry,
        libraries: { inlinedLibraries: ['@tensorflow/tfjs-core'], allowedTypesLibraries: [] },
        output: { exportReferencedTypes: false, noBanner: true },
      },
    ],
    { preferredConfigPath: 'tsconfig.types.json' },
  );
  const unknown = elsewhere.map((name) => `type ${name} = unknown;`).join('\n');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${firstLine}\n${unknown}\n${types}`);
}

async function fingerprint() {
  const hash = createHash('sha256');
  const sources = (await Promise.all(['src/lab', 'src/statistics'].map(sourcesIn))).flat();
  const others = ['package-lock.json', 'tsconfig.json', 'tsconfig.types.json', 'scripts/declarations.mjs'];
  for (const name of [...sources, ...others]) {
    hash
      .update(name)
      .update('\0')
      .update(await readFile(name));
  }
  return hash.digest('hex');
}

/** @type {(folder: string) => Promise<string[]>} */
async function sourcesIn(folder) {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** @type {(name: string) => Promise<string>} */
async function startOf(name) {
  const handle = await open(name);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
