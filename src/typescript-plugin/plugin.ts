import path from 'node:path';
import type ts from 'typescript';

const moduleName = 'metric-lab';

/**
 * Resolves `metric-lab` to the declarations that come with the extension, where the workspace itself has no such package:
 * an experiment then has its types without an installation.
 */
export function init({ typescript }: { typescript: typeof ts }): ts.server.PluginModule {
  return {
    create({ languageServiceHost, languageService }) {
      const resolve = languageServiceHost.resolveModuleNameLiterals?.bind(languageServiceHost);
      if (resolve) {
        languageServiceHost.resolveModuleNameLiterals = (literals, ...rest) =>
          resolve(literals, ...rest).map((found, index) =>
            found.resolvedModule || literals[index]?.text !== moduleName ? found : bundled(typescript),
          );
      }
      return languageService;
    },
  };
}

function bundled(typescript: typeof ts): ts.ResolvedModuleWithFailedLookupLocations {
  const resolvedFileName = path.join(__dirname, 'types', 'metric-lab.d.ts').replaceAll('\\', '/');
  return {
    resolvedModule: { resolvedFileName, extension: typescript.Extension.Dts, isExternalLibraryImport: true },
  };
}
