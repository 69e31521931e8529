import type { Curve } from '../../protocol/results';
import { newestOfEach, type Group } from './groups';

/** Points of a line from `left top` (0, 0) to `right bottom` (1, 1). */
export type Sparkline = readonly (readonly [x: number, y: number])[];

/**
 * The course of a validation score for each group by its key: the mean over its runs, the newest of each seed and fold, at the steps that all of them
 * reached. All lines share both axes, so that they can be compared; a group with fewer than two such steps has none.
 */
export function sparklines(
  groups: readonly Group[],
  curves: readonly Curve[],
  metric: string,
): ReadonlyMap<string, Sparkline> {
  const byRun = new Map(curves.map((curve) => [curve.runId, curve.validation[metric] ?? []]));
  const means = groups
    .map(
      ({ key, rows }) => [key, meanCourse(newestOfEach(rows).map(({ id }) => byRun.get(id) ?? []))] as const,
    )
    .filter(([, course]) => course.length > 1);
  const steps = means.flatMap(([, course]) => course.map(([step]) => step));
  const values = means.flatMap(([, course]) => course.map(([, value]) => value));
  const x = scale(steps);
  const y = scale(values);
  return new Map(
    means.map(([key, course]) => [key, course.map(([step, value]) => [x(step), 1 - y(value)] as const)]),
  );
}

type Course = readonly (readonly [step: number, value: number])[];

/** Runs that were never evaluated do not count. */
function meanCourse(courses: readonly Course[]): Course {
  const known = courses.filter((course) => course.length > 0);
  const values = new Map<number, number[]>();
  for (const [step, value] of known.flat()) {
    const at = values.get(step);
    if (at) at.push(value);
    else values.set(step, [value]);
  }
  return [...values]
    .filter(([, all]) => all.length === known.length && all.every(Number.isFinite))
    .map(([step, all]) => [step, all.reduce((sum, value) => sum + value, 0) / all.length] as const)
    .sort(([a], [b]) => a - b);
}

/** Least to most becomes 0 to 1; where all are the same, one half. */
function scale(values: readonly number[]): (value: number) => number {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return (value) => (high > low ? (value - low) / (high - low) : 0.5);
}
