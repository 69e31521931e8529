import { LabError } from '../lab/core/labError';
import type { Job } from './plan';

/** A run that came to no end, and why. */
export interface FailedRun {
  readonly variant: string;
  readonly seed: number;
  /** Index of the fold. */
  readonly fold?: number;
  readonly message: string;
}

/**
 * A loss that is no number or a network that collapsed says nothing of the next run; a full disk or a defect of ours does.
 * @throws the error, where it concerns more than this run
 */
export function failureOf({ variant, seed, fold }: Job, error: unknown): FailedRun {
  if (!(error instanceof LabError)) throw error;
  return { variant, seed, ...(fold && { fold: fold.index }), message: error.message };
}

/** Which runs failed, and why; of a single run the reason alone. */
export function failuresInWords(failed: readonly FailedRun[], runs: number): string {
  if (runs === 1) return failed.map(({ message }) => message).join();
  const line = ({ variant, seed, fold, message }: FailedRun) =>
    `  ${variant}, seed ${seed}${fold === undefined ? '' : `, fold ${fold}`}: ${message}`;
  return [`${failed.length} of ${runs} runs failed:`, ...failed.map(line)].join('\n');
}
