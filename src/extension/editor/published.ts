import type { IdeaEntry } from '../../protocol/idea';

/** A number that a hyperparameter has, and the variant that has it; null for the default, which is the paper's. */
export interface PublishedNumber {
  readonly value: number;
  readonly variant: string | null;
}

/** The numbers published for a hyperparameter: the default first; empty where it is no number. */
export function publishedNumbers({ defaults, variants }: IdeaEntry, name: string): PublishedNumber[] {
  const sets = [
    { variant: null, settings: defaults },
    ...Object.entries(variants).map(([variant, settings]) => ({ variant, settings })),
  ];
  return sets.flatMap(({ variant, settings }) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    return typeof value === 'number' ? [{ value, variant }] : [];
  });
}

/** True from the least to the most that is published. */
export function isWithin(value: number, published: readonly PublishedNumber[]): boolean {
  const values = published.map((one) => one.value);
  return value >= Math.min(...values) && value <= Math.max(...values);
}

/** How a paper makes its batches, as far as it says so. */
export interface PublishedBatch {
  readonly classes: number | null;
  readonly perClass: number | null;
}

/** `16 classes × 5` has both, `70-200, 5 per class` one of them, `128` neither. */
export function publishedBatch(protocol: string): PublishedBatch {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(protocol)?.[1];
    return found === undefined ? null : Number(found);
  };
  return {
    classes: number(/(\d+) classes ×/),
    perClass: number(/× (\d+)/) ?? number(/(\d+) per class/),
  };
}
