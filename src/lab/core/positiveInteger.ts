import { LabError } from './labError';

/**
 * Checks a setting that counts something.
 * @throws LabError that names who has the setting, the setting and its value
 */
export function checkPositiveInteger(owner: string, name: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw new LabError(
      `${owner}: ${name} must be a whole number of at least 1; got ${JSON.stringify(value)}`,
    );
  }
}
