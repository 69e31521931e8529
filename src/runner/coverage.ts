import type { RunResult } from '../protocol/run';

/** What a sampler drew. */
export interface DrawnClasses {
  readonly classNames: readonly string[];
  /** How often an image of each class was drawn. */
  readonly draws: Int32Array;
  /** Training images. */
  readonly images: number;
}

const mostNames = 10;

export function coverageOf({ draws }: DrawnClasses): NonNullable<RunResult['coverage']> {
  return {
    classes: draws.length,
    never: draws.filter((count) => count === 0).length,
    least: draws.reduce((least, count) => Math.min(least, count), Infinity),
    most: draws.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** A warning that names the classes that were never drawn, although more was drawn than there are images; or null. */
export function neverDrawn({ classNames, draws, images }: DrawnClasses): string | null {
  const drawn = draws.reduce((sum, count) => sum + count, 0);
  const never = classNames.filter((_, label) => draws[label] === 0);
  if (never.length === 0 || drawn < images) return null;
  const names = never.slice(0, mostNames).join(', ') + (never.length > mostNames ? ', ...' : '');
  return (
    `the sampler never drew from ${never.length} of ${classNames.length} training classes, in ${drawn} draws from ` +
    `${images} images: ${names}; nothing was learnt from them`
  );
}
