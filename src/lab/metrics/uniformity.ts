import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { unitRows } from '../core/unitRows';
import { checkEmbedded, type Embedded } from '../numeric/embedded';

/** As in the paper. */
export const defaults = {
  /** How fast a pair's weight falls with its distance, t; above 0. */
  sharpness: 2,
};

/**
 * Uniformity: how evenly embeddings cover the unit sphere; the lower the better, 0 where all are one point.
 *
 *     uniformity = log mean over pairs x ≠ y of exp(-t ‖x - y‖²)    x, y of length 1
 *
 * For a single embedding it is 0. Cost: a product for each pair.
 * @source Wang and Isola, ICML 2020, arXiv 2005.10242, uniformity
 * @param set labelled embeddings, any length; labels are not used; a row of zeros stays where it is
 * @returns -4t to 0
 * @throws LabError where sizes do not fit, or numbers are not finite
 */
export function uniformity(set: Embedded, options: Partial<typeof defaults> = {}): number {
  const { sharpness } = withDefaults('uniformity', defaults, options);
  if (!(sharpness > 0)) throw new LabError(`uniformity: sharpness must be above 0; got ${sharpness}`);
  checkEmbedded('uniformity: the set', set);
  const units = unitRows(set.embeddings, set.dimension);
  const { dimension } = set;
  const count = set.labels.length;
  let sum = 0;
  for (let a = 1; a < count; a++) {
    for (let b = 0; b < a; b++) {
      let squared = 0;
      for (let i = 0; i < dimension; i++)
        squared += (units[a * dimension + i]! - units[b * dimension + i]!) ** 2;
      sum += Math.exp(-sharpness * squared);
    }
  }
  // Not below the least value that there can be: far pairs may be lost in rounding.
  return count === 1 ? 0 : Math.max(-4 * sharpness, Math.log(sum / ((count * (count - 1)) / 2)));
}
