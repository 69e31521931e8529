import type { RunRow } from '../../protocol/results';
import { flatSettings } from './settings';

/** A setting of one or two runs; null where a run has no such setting. */
export interface Setting {
  /** What it is a setting of, `loss`; '' for the run's own. */
  readonly part: string;
  /** Within its part: `margin`. */
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** The settings of a run, or of two those in which they differ; each part's together, in the order of the record. */
export function settingsOfRuns(rows: readonly RunRow[]): Setting[] {
  const flats = rows.map((row) => flatSettings(told(row)));
  const paths = [...new Set(flats.flatMap((flat) => [...flat.keys()]))];
  return paths
    .map((path) => ({ ...placed(path), values: flats.map((flat) => flat.get(path) ?? null) }))
    .filter(({ values }) => values.length < 2 || values[0] !== values[1])
    .sort((a, b) => partOrder(paths, a.part) - partOrder(paths, b.part));
}

function told({ experiment, variant, seed, backend, codeHash, split, config }: RunRow): object {
  return {
    ...{ experiment, variant, seed, backend, code: codeHash.slice(0, 12) },
    ...(split && { classes: { hash: split.hash.slice(0, 12), ...split.fold } }),
    ...config,
  };
}

function placed(path: string): Pick<Setting, 'part' | 'name'> {
  const dot = path.indexOf('.');
  return dot === -1 ? { part: '', name: path } : { part: path.slice(0, dot), name: path.slice(dot + 1) };
}

/** The run's own settings first, then its parts as they come. */
function partOrder(paths: readonly string[], part: string): number {
  return part === '' ? -1 : paths.findIndex((path) => path.startsWith(`${part}.`));
}
