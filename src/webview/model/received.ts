import { unpackRows } from '../../protocol/packedRows';
import type {
  Curve,
  ResultsPart,
  ResultsSnapshot,
  ResultsState,
  RunOrigin,
  RunRow,
} from '../../protocol/results';

type PartOf<Kind extends ResultsPart['kind']> = Extract<ResultsPart, { kind: Kind }>;

/** All that the extension has sent of what is looked at. */
export interface Parts {
  readonly curves: ReadonlyMap<string, Curve>;
  readonly origins: ReadonlyMap<string, RunOrigin>;
  readonly gallery: PartOf<'gallery'> | null;
  readonly projection: PartOf<'projection'> | null;
  readonly embeddings: PartOf<'embeddings'> | null;
}

export const noParts: Parts = {
  curves: new Map(),
  origins: new Map(),
  gallery: null,
  projection: null,
  embeddings: null,
};

/** Curves that are kept: those shown, and some that were shown a moment ago. */
const mostCurvesKept = 200;

/** The parts with one more. */
export function withPart(parts: Parts, part: ResultsPart): Parts {
  switch (part.kind) {
    case 'curves': {
      const curves = new Map(parts.curves);
      for (const curve of part.curves) {
        curves.delete(curve.runId);
        curves.set(curve.runId, curve);
      }
      return { ...parts, curves: new Map([...curves].slice(-mostCurvesKept)) };
    }
    case 'origins':
      return { ...parts, origins: new Map(part.origins.map((origin) => [origin.runId, origin])) };
    case 'gallery':
      return { ...parts, gallery: part };
    case 'projection':
      return { ...parts, projection: part };
    case 'embeddings':
      return { ...parts, embeddings: part };
  }
}

/** The runs that are over, as they were sent. */
export interface Settled {
  readonly version: string;
  readonly rows: readonly RunRow[];
}

/**
 * The state that a snapshot tells of, and the runs that are over for the next one.
 * @param known what an earlier snapshot brought
 * @returns null where the snapshot leaves out runs that never came: another one with them is on its way
 */
export function receive(
  { settled, live, ...head }: ResultsSnapshot,
  known: Settled | null,
): { readonly state: ResultsState; readonly settled: Settled } | null {
  const next = settled.rows ? { version: settled.version, rows: unpackRows(settled.rows) } : known;
  if (next?.version !== settled.version) return null;
  const running = unpackRows(live);
  const rows = [...running, ...next.rows];
  // What is over came in order: only runs that go on have to find their place.
  if (running.length > 0)
    rows.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  return { state: { ...head, rows }, settled: next };
}
