import type { Curve } from '../../protocol/results';

export type Point = readonly [step: number, value: number];

/** Several curves over one axis of steps; null where a curve has no value at a step. */
export interface Aligned {
  readonly steps: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

/**
 * Exponential moving average with weight `weight` (0 to below 1) on the past, corrected for its start, as in Adam
 * (Kingma and Ba 2015, section 3): the first values are not pulled towards zero. Weight 0 changes nothing.
 */
export function smooth(points: readonly Point[], weight: number): readonly Point[] {
  if (weight <= 0) return points;
  let average = 0;
  let correction = 1;
  return points.map(([step, value]) => {
    if (!Number.isFinite(value)) return [step, value] as const;
    average = weight * average + (1 - weight) * value;
    correction *= weight;
    return [step, average / (1 - correction)] as const;
  });
}

/** Curves with steps of their own on their common axis, ascending. Of a step that comes twice, the later value counts. */
export function align(curves: readonly (readonly Point[])[]): Aligned {
  const steps = [...new Set(curves.flatMap((points) => points.map(([step]) => step)))].sort((a, b) => a - b);
  const place = new Map(steps.map((step, index) => [step, index]));
  const values = curves.map((points) => {
    const column = new Array<number | null>(steps.length).fill(null);
    for (const [step, value] of points) {
      column[place.get(step)!] = Number.isFinite(value) ? value : null;
    }
    return column;
  });
  return { steps, values };
}

/** At most `most` rows of the curves, evenly taken, first and last among them: the twin of the drawing in words. */
export function sampleRows({ steps, values }: Aligned, most: number): Aligned {
  if (steps.length <= most) return { steps, values };
  const picks = Array.from({ length: most }, (_, i) => Math.round((i * (steps.length - 1)) / (most - 1)));
  return {
    steps: picks.map((index) => steps[index]!),
    values: values.map((column) => picks.map((index) => column[index] ?? null)),
  };
}

/** The names of the validation scores that the curves have. */
export function curveMetrics(curves: readonly Curve[]): string[] {
  return curves.flatMap((curve) => Object.keys(curve.validation));
}
