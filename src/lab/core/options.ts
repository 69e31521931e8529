import { LabError } from './labError';

/** Settings of an idea that go into the run record: JSON, flat. */
export type Options = Readonly<Record<string, number | string | boolean | null | readonly number[]>>;

/**
 * The defaults with what the caller gave in their place.
 * @param nullable options that may be null though their default is not
 * @throws LabError on a name that the idea does not have, or a value of another type than the default
 */
export function withDefaults<O extends object>(
  idea: string,
  defaults: O,
  given: Partial<O>,
  nullable: readonly string[] = [],
): O {
  if (typeof given !== 'object' || given === null) {
    throw new LabError(`${idea}: options must be an object; got ${String(given)}`);
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of set) {
    if (!Object.hasOwn(defaults, name)) {
      throw new LabError(
        `${idea}: no option '${name}'; it has ${Object.keys(defaults).join(', ') || 'none'}`,
      );
    }
    const standard = defaults[name as keyof O];
    if (value === null && (standard === null || nullable.includes(name))) continue;
    checkType(idea, name, standard, value);
  }
  return { ...defaults, ...Object.fromEntries(set) };
}

/**
 * The row of a table that an option names.
 * @throws LabError with the names that there are
 */
export function choice<T>(idea: string, option: string, table: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(table, name)) {
    const names = Object.keys(table).join(', ');
    throw new LabError(`${idea}: ${option} must be one of ${names}; got '${name}'`);
  }
  return table[name]!;
}

function checkType(idea: string, name: string, standard: unknown, value: unknown): void {
  const wanted = standard === null ? typeof value : typeof standard;
  if (typeof value !== wanted || (typeof value === 'number' && !Number.isFinite(value))) {
    const what = wanted === 'number' ? 'a finite number' : `a ${wanted}`;
    throw new LabError(`${idea}: ${name} must be ${what}; got ${String(value)}`);
  }
}
