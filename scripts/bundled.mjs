/**
 * Code for a thread of its own, as text: `import { code } from './name.bundled'` gives `name.ts` and all that it imports, one
 * script. So whoever starts the thread needs no file beside itself.
 */
import path from 'node:path';
import * as esbuild from 'esbuild';

/** @type {(options: esbuild.BuildOptions) => esbuild.Plugin} */
export const bundledPlugin = (options) => ({
  name: 'bundled',
  setup(build) {
    build.onLoad({ filter: /\.bundled$/ }, async ({ path: file }) => {
      const { outputFiles, metafile } = await esbuild.build({
        ...options,
        entryPoints: [file.replace(/\.bundled$/, '.ts')],
        bundle: true,
        write: false,
        metafile: true,
        minify: true,
        sourcemap: false,
        format: 'cjs',
      });
      const watchFiles = Object.keys(metafile.inputs).map((input) => path.resolve(input));
      return {
        contents: `export const code = ${JSON.stringify(outputFiles[0]?.text)};`,
        loader: 'js',
        watchFiles,
      };
    });
    build.onResolve({ filter: /\.bundled$/ }, ({ path: file, resolveDir }) => ({
      path: path.join(resolveDir, file),
    }));
  },
});
