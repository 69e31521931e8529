import type { Curve, RunRow } from '../../protocol/results';
import { mostCurves } from '../../protocol/results';
import { summarise } from '../../statistics/inference/summarise';
import { align, type Aligned, type Point } from './curves';
import { seedText } from './columns';
import { groupName, newestOfEach, type Group } from './groups';
import { sortBy } from './sorting';

/** One line of a drawing. */
export interface DrawnCurve {
  /** Run or group that it is the curve of. */
  readonly key: string;
  readonly label: string;
  readonly group: Group;
  readonly points: readonly Point[];
  /** Where the mean of all such runs lies, at the steps of `points`; null for one run. */
  readonly spread: readonly Interval[] | null;
}

type Interval = readonly [low: number, high: number] | null;

/** A drawing's lines over one axis of steps, each with its band. */
export interface Drawing extends Aligned {
  readonly bands: readonly (Band | null)[];
}

export interface Band {
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** More variants than this in one drawing tell nothing. */
export const mostGroups = 8;

/** Points of all lines of a drawing together: a chart is a few hundred pixels wide, and is drawn anew at each new score. */
const mostPoints = 16_000;

/** The groups that can be drawn: those with a run that has begun, as many as a drawing takes, the chosen one among them. */
export function drawableGroups(groups: readonly Group[], selected: string | null): readonly Group[] {
  const begun = groups.filter((group) => group.rows.some((row) => row.step > 0));
  if (begun.length <= mostGroups) return begun;
  const isChosen = (group: Group) => group.key === selected || group.rows.some(({ id }) => id === selected);
  return sortBy(begun, (group) => (isChosen(group) ? 0 : 1), false).slice(0, mostGroups);
}

/** The runs of these groups whose curves are drawn: the newest of each seed and fold, so many that all groups have their part. */
export function drawnRuns(groups: readonly Group[]): readonly RunRow[] {
  return groups.flatMap((group) => newestRuns(group, groups.length));
}

/**
 * The lines of a drawing.
 * @param pointsOf the part of a run's course that is drawn
 * @param means whether the runs of a group are drawn as their mean
 */
export function drawnCurves(
  groups: readonly Group[],
  curves: ReadonlyMap<string, Curve>,
  pointsOf: (curve: Curve) => readonly Point[],
  means: boolean,
): DrawnCurve[] {
  const each = Math.floor(mostPoints / Math.max(1, drawnRuns(groups).length));
  return groups.flatMap((group): DrawnCurve[] => {
    const own = newestRuns(group, groups.length).flatMap((row) => {
      const curve = curves.get(row.id);
      return curve ? [{ row, points: thinned(pointsOf(curve), each) }] : [];
    });
    if (means && own.length > 1) {
      const mean = meanCurve(own.map(({ points }) => points));
      return [{ key: group.key, label: groupName(group), group, ...mean }];
    }
    return own.map(({ row, points }) => ({
      key: row.id,
      label: group.rows.length > 1 ? `${groupName(group)}, ${seedText(row)}` : groupName(group),
      ...{ group, points, spread: null },
    }));
  });
}

/** Every n-th point and the last, at most about `most`. */
function thinned(points: readonly Point[], most: number): readonly Point[] {
  const every = Math.ceil(points.length / most);
  return every <= 1 ? points : points.filter((_, index) => (points.length - 1 - index) % every === 0);
}

function newestRuns({ rows }: Group, groups: number): readonly RunRow[] {
  const begun = newestOfEach(rows.filter((row) => row.step > 0));
  return sortBy(begun, (row) => row.createdAt, true).slice(0, Math.max(1, Math.floor(mostCurves / groups)));
}

/** All lines over one axis of steps. */
export function drawing(curves: readonly DrawnCurve[]): Drawing {
  const bounds = (curve: DrawnCurve, end: 0 | 1) =>
    (curve.spread ?? []).flatMap((interval, index): Point[] =>
      interval ? [[curve.points[index]![0], interval[end]]] : [],
    );
  const { steps, values } = align([
    ...curves.map(({ points }) => points),
    ...curves.map((curve) => bounds(curve, 0)),
    ...curves.map((curve) => bounds(curve, 1)),
  ]);
  const n = curves.length;
  const bands = curves.map(({ spread }, index) =>
    spread === null ? null : { low: values[n + index]!, high: values[2 * n + index]! },
  );
  return { steps, values: values.slice(0, n), bands };
}

/** The mean of several courses with its 95 % interval, at the steps that all of them have. */
export function meanCurve(courses: readonly (readonly Point[])[]): {
  readonly points: readonly Point[];
  readonly spread: readonly Interval[];
} {
  const { steps, values } = align(courses);
  const summaries = steps.flatMap((step, index) => {
    const at = values.flatMap((column) => column[index] ?? []);
    const summary = at.length === courses.length ? summarise(at) : null;
    return summary ? [{ step, ...summary }] : [];
  });
  return {
    points: summaries.map(({ step, mean }) => [step, mean] as const),
    spread: summaries.map(({ interval }) => interval),
  };
}
