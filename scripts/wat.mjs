/** WebAssembly that is written as text: `import { instantiate } from './name.wat'` gives a function that makes an instance. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import wabt from 'wabt';

/** @type {import('esbuild').Plugin} */
export const watPlugin = {
  name: 'wat',
  setup(build) {
    build.onLoad({ filter: /\.wat$/ }, async ({ path: file }) => {
      const { parseWat } = await wabt();
      const module = parseWat(path.basename(file), await readFile(file, 'utf8'));
      try {
        const { buffer } = module.toBinary({});
        return { contents: source(Buffer.from(buffer).toString('base64')), loader: 'js' };
      } finally {
        module.destroy();
      }
    });
  },
};

/** @type {(binary: string) => string} */
const source = (binary) => `
const code = Buffer.from('${binary}', 'base64');
export const instantiate = () => new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
`;
