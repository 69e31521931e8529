import { LabError } from './labError';

/**
 * Checks settings that have no meaning below 0, such as how much hard pairs outweigh others.
 * @throws LabError that names who has the setting, the setting and its value
 */
export function checkNotNegative(owner: string, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value >= 0)) throw new LabError(`${owner}: ${name} must be at least 0; got ${value}`);
  }
}
