import { contingency, entropy, mutualInformation, type Contingency } from '../numeric/contingency';

/**
 * AMI: as NMI, less what chance would give.
 *
 *     AMI = (I - E[I]) / ((H(classes) + H(clusters)) / 2 - E[I])
 *     E[I] over all clusterings with clusters of the same sizes (hypergeometric)
 *
 * Cost: for each pair of sizes that occurs, as many terms as the smaller size.
 * @source Vinh, Epps and Bailey, JMLR 11, 2010; both entropies' mean is arithmetic, as in scikit-learn
 * @param labels one for each item, any numbers
 * @param clusters one for each item, any numbers
 * @returns at most 1; about 0 by chance, and then it may be negative
 * @throws LabError where they differ in length, or are empty
 */
export function adjustedMutualInformation(labels: ArrayLike<number>, clusters: ArrayLike<number>): number {
  const table = contingency(labels, clusters);
  const { count, classes } = table;
  const trivial = [1, count].includes(classes.length) && classes.length === table.clusters.length;
  if (trivial) return 1;
  const expected = expectedInformation(table);
  const mean = (entropy(classes, count) + entropy(table.clusters, count)) / 2;
  const room = mean - expected;
  const least = Number.EPSILON;
  return (mutualInformation(table) - expected) / (Math.abs(room) < least ? least : room);
}

function expectedInformation({ count, classes, clusters }: Contingency): number {
  const logFactorial = new Float64Array(count + 1);
  for (let n = 2; n <= count; n++) logFactorial[n] = logFactorial[n - 1]! + Math.log(n);
  const f = (n: number) => logFactorial[n]!;
  let expected = 0;
  for (const [a, times] of occurrences(classes)) {
    for (const [b, others] of occurrences(clusters)) {
      let sum = 0;
      for (let both = Math.max(1, a + b - count); both <= Math.min(a, b); both++) {
        const ways =
          f(a) +
          f(b) +
          f(count - a) +
          f(count - b) -
          f(count) -
          f(both) -
          f(a - both) -
          f(b - both) -
          f(count - a - b + both);
        sum += (both / count) * Math.log((count * both) / (a * b)) * Math.exp(ways);
      }
      expected += times * others * sum;
    }
  }
  return expected;
}

/** Each size and how often it occurs. */
function occurrences(sizes: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const size of sizes) found.set(size, (found.get(size) ?? 0) + 1);
  return found;
}
