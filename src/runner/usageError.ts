import { closest, distance } from 'fastest-levenshtein';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `; did you mean 'x'?` where one of the names is close, else nothing. */
export function didYouMean(given: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const name = closest(given, names);
  return distance(given, name) <= Math.max(2, given.length / 3) ? `; did you mean '${name}'?` : '';
}
