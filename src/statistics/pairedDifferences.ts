/**
 * a - b, pair by pair.
 * @throws RangeError where the samples differ in length
 */
export function pairedDifferences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new RangeError(`pairs need two samples of one length; got ${a.length} and ${b.length} values`);
  }
  return a.map((value, i) => value - b[i]!);
}
