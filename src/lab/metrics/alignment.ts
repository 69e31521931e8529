import { unitRows } from '../core/unitRows';
import { checkEmbedded, rowsByLabel, type Embedded } from '../numeric/embedded';

/**
 * Alignment: how near positives are on the unit sphere; the lower the better.
 *
 *     alignment = mean over pairs (x, y) of a class of ‖x - y‖²    x, y of length 1
 *
 * By ‖x - y‖² = ‖x‖² + ‖y‖² - 2 x·y and the sum of each class no pair is looked at. Without any positive pair it is 0.
 * @source Wang and Isola, ICML 2020, arXiv 2005.10242, alignment with α = 2
 * @param set labelled embeddings, any length; a row of zeros stays where it is
 * @returns 0 to 4
 * @throws LabError where sizes do not fit, or numbers are not finite
 */
export function alignment(set: Embedded): number {
  checkEmbedded('alignment: the set', set);
  const { dimension } = set;
  const units = unitRows(set.embeddings, set.dimension);
  let [sum, pairs] = [0, 0];
  for (const rows of rowsByLabel(set).values()) {
    const total = new Float64Array(dimension);
    let squares = 0;
    for (const row of rows) {
      units.subarray(row * dimension, (row + 1) * dimension).forEach((value, i) => {
        total[i]! += value;
        squares += value * value;
      });
    }
    // Over ordered pairs: Σ ‖xᵢ - xⱼ‖² = 2 n Σ ‖xᵢ‖² - 2 ‖Σ xᵢ‖².
    const ofTotal = total.reduce((all, value) => all + value * value, 0);
    sum += Math.max(0, 2 * rows.length * squares - 2 * ofTotal);
    pairs += rows.length * (rows.length - 1);
  }
  return pairs === 0 ? 0 : sum / pairs;
}
