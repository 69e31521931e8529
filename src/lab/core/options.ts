import { LabError } from './labError';

/** Settings of an idea that go into the run record: JSON, flat. */
export type Options = Readonly<Record<string, number | string | boolean | null | readonly number[]>>;

/**
 * The defaults with what the caller gave in their place.
 * @throws LabError on a name that the idea does not have, with the names that it has
 */
export function withDefaults<O extends object>(idea: string, defaults: O, given: Partial<O>): O {
  for (const name of Object.keys(given)) {
    if (!(name in defaults)) {
      throw new LabError(`${idea}: no option '${name}'; it has ${Object.keys(defaults).join(', ')}`);
    }
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}
