import { LabError } from '../core/labError';
import { choice, withDefaults } from '../core/options';
import { checkEmbedded, type Embedded } from '../numeric/embedded';
import { singularValues } from '../numeric/singularValues';

/** As in the paper. */
export const defaults = {
  /** How many of the largest singular values are left out. */
  leaveOut: 0,
  /** Which distribution comes first: uniform gives KL(uniform ‖ spectrum), spectrum KL(spectrum ‖ uniform). */
  from: 'uniform' as 'uniform' | 'spectrum',
};

/** What the authors' code numbers 2 and -1; 1 is the default. */
export const variants = {
  /** Without the largest singular value. */
  mode2: { leaveOut: 1 },
  /** The other way round. */
  reversed: { from: 'spectrum' },
} satisfies Record<string, Partial<typeof defaults>>;

/**
 * Spectral decay ρ: how unevenly embeddings fill their dimensions. 0 where every direction is used alike; the lower, the better
 * a training generalises, the paper finds.
 *
 *     ρ = KL(U ‖ S)    S = singular values of the embeddings, not centred, over their sum    U = uniform
 *
 * A singular value below 1e-8 of the largest counts as that, so that ρ is finite where directions are unused.
 * @paper revisiting-training-strategies-dml, its definition of ρ; defined there on embeddings of the training set
 * @param set labelled embeddings; labels are not used. Scale changes nothing, lengths of single rows do
 * @returns 0 or more, in nats; 0 where all embeddings are zero
 * @throws LabError where sizes do not fit
 */
export function spectralDecay(set: Embedded, options: Partial<typeof defaults> = {}): number {
  const { leaveOut, from } = withDefaults('spectralDecay', defaults, options);
  const divergence = choice('spectralDecay', 'from', divergences, from);
  checkEmbedded('spectralDecay: the set', set);
  const all = singularValues(set.embeddings, set.dimension);
  if (!(Number.isInteger(leaveOut) && leaveOut >= 0 && leaveOut < all.length)) {
    throw new LabError(
      `spectralDecay: leaveOut must be a whole number from 0 to ${all.length - 1}; got ${leaveOut}`,
    );
  }
  const least = all[0]! * 1e-8;
  const kept = all.slice(leaveOut).map((value) => Math.max(value, least));
  const sum = kept.reduce((total, value) => total + value, 0);
  if (sum === 0) return 0;
  return kept.reduce((total, value) => total + divergence(1 / kept.length, value / sum), 0);
}

/** One term of each. */
const divergences = {
  uniform: (uniform: number, share: number) => uniform * Math.log(uniform / share),
  spectrum: (uniform: number, share: number) => share * Math.log(share / uniform),
};
