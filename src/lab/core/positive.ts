import { LabError } from './labError';

/**
 * Checks settings that something is divided by, such as a temperature: each has to be above 0.
 * @throws LabError that names who has the setting, the setting and its value
 */
export function checkPositive(owner: string, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0)) throw new LabError(`${owner}: ${name} must be above 0; got ${value}`);
  }
}
