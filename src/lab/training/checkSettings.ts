import { LabError } from '../core/labError';

const ranges = {
  positive: { words: 'a number greater than 0', holds: (value: number) => value > 0 },
  'not negative': { words: 'a number of at least 0', holds: (value: number) => value >= 0 },
  fraction: {
    words: 'a number of at least 0 and below 1',
    holds: (value: number) => value >= 0 && value < 1,
  },
};

/**
 * Checks an optimizer's numbers.
 * @throws LabError that names the optimizer, the setting, its value and what it may be
 */
export function checkSettings<Name extends string>(
  owner: string,
  settings: Readonly<Record<Name, number>>,
  expected: Readonly<Record<Name, keyof typeof ranges>>,
): void {
  for (const name of Object.keys(expected) as Name[]) {
    const value: unknown = settings[name];
    const { words, holds } = ranges[expected[name]];
    if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value)) {
      throw new LabError(`${owner}: ${name} must be ${words}; got ${String(value)}`);
    }
  }
}
