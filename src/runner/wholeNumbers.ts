import { UsageError } from './usageError';

/** @throws UsageError that names the option */
export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`option '${option}' takes a whole number of at least ${least}; got '${text}'`);
}

/** Numbers with commas between them, each once. */
export function wholeNumbers(option: string, text: string, least: number): number[] {
  return [...new Set(text.split(',').map((part) => wholeNumber(option, part.trim(), least)))];
}
