import type { RunConfig } from '../../protocol/run';
import { stableKey } from './stableKey';

/** How many settings are named before the rest is left to the run's folder. */
const most = 3;

/** For each of several configurations the settings in which they are not all the same: `loss.margin 0.25, steps 300`. */
export function settingsApart(configs: readonly object[]): string[] {
  if (configs.length < 2) return configs.map(() => '');
  const flats = configs.map((config) => flatSettings(config));
  const paths = pathsApart(flats);
  return flats.map((flat) => {
    const named = paths.slice(0, most).map((path) => `${path} ${flat.get(path) ?? 'unset'}`);
    return [...named, ...(paths.length > most ? ['…'] : [])].join(', ');
  });
}

/** The paths at which flat settings are not all the same. */
export function pathsApart(flats: readonly ReadonlyMap<string, string>[]): string[] {
  return [...new Set(flats.flatMap((flat) => [...flat.keys()]))].filter((path) =>
    flats.some((flat) => flat.get(path) !== flats[0]!.get(path)),
  );
}

/** Each leaf by its path. `options` is left out of a path: `loss.margin`, not `loss.options.margin`. */
export function flatSettings(value: object): Map<string, string> {
  const flat = new Map<string, string>();
  addLeaves(flat, value, '');
  return flat;
}

function addLeaves(flat: Map<string, string>, value: object, prefix: string): void {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const path = name === 'options' ? prefix : `${prefix}${prefix && '.'}${name}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) addLeaves(flat, inner, path);
    else flat.set(path, typeof inner === 'string' ? inner : stableKey(inner));
  }
}

const flats = new WeakMap<RunConfig, ReadonlyMap<string, string>>();

/** The settings of a configuration by their paths, made once for all runs that share it. */
export function settingsOf(config: RunConfig): ReadonlyMap<string, string> {
  const known = flats.get(config) ?? flatSettings(config);
  flats.set(config, known);
  return known;
}
