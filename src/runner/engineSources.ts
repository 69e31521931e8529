import path from 'node:path';
import type { EngineSources } from '../lab/engine/engine';

/**
 * Where engines are looked for: in folders of the user's, nearest first, in the one that the environment names, where the
 * editor puts TensorFlow, and in the runner's own.
 * @param programFolder folder of the runner itself, with TensorFlow.js's wasm files in its subfolder `wasm`
 */
export function engineSources(
  programFolder: string,
  near: readonly string[] = [],
  environment: NodeJS.ProcessEnv = process.env,
): EngineSources {
  const prepared = environment['METRIC_LAB_TENSORFLOW'];
  return {
    resolveFrom: [...near, process.cwd(), ...(prepared ? [prepared] : []), programFolder],
    wasmFolder: path.join(programFolder, 'wasm'),
  };
}
