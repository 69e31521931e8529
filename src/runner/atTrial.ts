import { LabError } from '../lab/core/labError';
import type { Experiment } from '../lab/training/experiment';

/**
 * An experiment with one of its variants as a trial of the search has it.
 * @param trial from 0, the variant as written; undefined likewise
 * @throws LabError where the experiment states nothing to search for in that variant
 */
export function atTrial(
  experiment: Experiment,
  variant: string | undefined,
  trial: number | undefined,
): Experiment {
  if (trial === undefined) return experiment;
  const { search = {}, variants } = experiment;
  if (variant === undefined || !Object.hasOwn(search, variant)) {
    const searched = Object.keys(search);
    throw new LabError(
      searched.length === 0
        ? 'the experiment states no search, so it has no trials'
        : `a trial is one of a variant that is searched: ${searched.join(', ')}`,
    );
  }
  return { ...experiment, variants: { ...variants, [variant]: search[variant]!.variant(trial) } };
}
