import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { LabError } from '../lab/core/labError';
import { tf } from '../lab/core/tf';
import { loadPlain } from '../lab/engine/plain';
import { fileHash } from '../runs/fileHash';
import { bundle } from './bundle';
import { UserCode } from './userCode';

export interface LoadedModule {
  /** What the file exports by default. */
  readonly value: unknown;
  /** SHA-256 of the code as run, local imports included, in hexadecimal. */
  readonly codeHash: string;
  /** Of the file alone: see src/runs/fileHash.ts. */
  readonly fileHash: string;
  readonly userCode: UserCode;
}

/**
 * Runs a user's experiment file, TypeScript or JavaScript, without a build step of theirs.
 * @param file absolute path
 * @param lab what `import ... from 'metric-lab'` gives: the runner's own module, so that all share one TensorFlow.js
 * @throws LabError with the place in the file of what is wrong with it
 */
export async function loadExperiment(file: string, lab: object): Promise<LoadedModule> {
  const text = await readFile(file, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'ENOENT') throw new LabError(`${file}: there is no such file`);
    if (code === 'EISDIR') throw new LabError(`${file}: a folder; name the experiment's file in it`);
    throw new LabError(`${file}: cannot be read (${message})`);
  });
  const { code, map } = await bundle(file, Object.keys(lab));
  const userCode = new UserCode(file, map);
  // Tensors that the file makes as it is read are kept by plain JavaScript, until an engine asks for them.
  if (!tf.getBackend()) await loadPlain();
  const value = defaultExport(evaluate(file, code, lab, userCode));
  if (value === undefined) {
    throw new LabError(`${file}: has no default export; write: export default defineExperiment({ ... })`);
  }
  const codeHash = createHash('sha256').update(code).digest('hex');
  return { value, codeHash, fileHash: fileHash(text), userCode };
}

function evaluate(file: string, code: string, lab: object, userCode: UserCode): unknown {
  const require = createRequire(file);
  const module = { exports: {} };
  const given = {
    module,
    exports: module.exports,
    require: (name: string): unknown => (name === 'metric-lab' ? lab : require(name)),
    __filename: file,
    __dirname: path.dirname(file),
    importMetaUrl: pathToFileURL(file).href,
  };
  try {
    vm.compileFunction(code, Object.keys(given), { filename: file }).apply(
      module.exports,
      Object.values(given),
    );
  } catch (error) {
    throw userCode.explain(error);
  }
  return module.exports;
}

/** Of a module in either style: `export default x`, or `module.exports = x`. */
function defaultExport(exports: unknown): unknown {
  const isModule = typeof exports === 'object' && exports !== null && '__esModule' in exports;
  return isModule ? Reflect.get(exports, 'default') : exports;
}
