import assert from 'node:assert/strict';
import path from 'node:path';
import { startEngine } from '../../../src/lab/engine/engine';
import { engineInWords } from '../../../src/runner/engineInWords';
import { temporaryFolder } from './temporary';

describe('what a run says of its engine', () => {
  const folder = temporaryFolder();
  const from = () => ({ resolveFrom: [folder.path], wasmFolder: path.resolve('dist/wasm'), cards: [] });

  it('is its name and its device', async () => {
    assert.match(engineInWords(await startEngine('auto', from())), /^onnx-cpu on [^\n]*$/);
  });

  it('names the engine that is installed and does not start', async () => {
    await folder.write('node_modules/@tensorflow/tfjs-node/package.json', '{ "version": "4.22.0" }');
    await folder.write('node_modules/@tensorflow/tfjs-node/index.js', "throw new Error('no addon')");
    assert.match(
      engineInWords(await startEngine('auto', from())),
      /^onnx-cpu on .*\nnot tensorflow: @tensorflow\/tfjs-node 4\.22\.0 in .* does not load: no addon; .*install it again[^\n]*$/,
    );
  });
});
