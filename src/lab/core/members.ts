import { shuffled, type Random } from './random';

/** The samples of each class, in the order in which classes first appear. */
export function membersOf(labels: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>();
  labels.forEach((label, sample) => {
    const known = members.get(label);
    if (known) known.push(sample);
    else members.set(label, [sample]);
  });
  return members;
}

/** `count` of the items at random; none twice before all came once. There must be one at least. */
export function someOf<T>(items: readonly T[], count: number, rng: Random): T[] {
  const drawn: T[] = [];
  while (drawn.length < count) drawn.push(...shuffled(items, rng).slice(0, count - drawn.length));
  return drawn;
}
