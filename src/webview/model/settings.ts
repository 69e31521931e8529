import { stableKey } from './stableKey';

/** How many settings are named before the rest is left to the run's folder. */
const most = 3;

/** For each of several configurations the settings in which they are not all the same: `loss.margin 0.25, steps 300`. */
export function settingsApart(configs: readonly object[]): string[] {
  if (configs.length < 2) return configs.map(() => '');
  const flats = configs.map((config) => flatten(config));
  const paths = [...new Set(flats.flatMap((flat) => [...flat.keys()]))].filter(
    (path) => new Set(flats.map((flat) => flat.get(path))).size > 1,
  );
  return flats.map((flat) => {
    const named = paths.slice(0, most).map((path) => `${path} ${flat.get(path) ?? 'unset'}`);
    return [...named, ...(paths.length > most ? ['…'] : [])].join(', ');
  });
}

/** Each leaf by its path. `options` is left out of a path: `loss.margin`, not `loss.options.margin`. */
function flatten(value: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
      const path = name === 'options' ? prefix : `${prefix}${prefix && '.'}${name}`;
      if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
        return [...flatten(inner, path)];
      }
      return [[path, typeof inner === 'string' ? inner : stableKey(inner)] as const];
    }),
  );
}
