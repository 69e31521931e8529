/** `npm run fuzz [-- COUNT [FIRST]]`: mutated summary documents against the parser, a million unless told. */
import process from 'node:process';
import { build } from 'esbuild';
import { run } from './processes.mjs';
import { root } from './setup.mjs';
import { main } from './steps.mjs';

await main(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/fuzz.ts'],
    outfile: 'dist/fuzz.mjs',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
  });
  await run(process.execPath, ['--enable-source-maps', 'dist/fuzz.mjs', ...process.argv.slice(2)], {
    cwd: root,
  });
});
