import type { Curve, Looking, ResultsPart, RunOrigin } from '../../protocol/results';
import { readGallery } from '../../runs/readGallery';
import { readProjectedEmbeddings, readProjection } from '../../runs/readProjection';
import type { RunStore, StoredRun } from '../runs/runStore';
import { shellCommand } from './shellCommand';

const nothing: Looking = { curves: [], origins: [], gallery: null, projection: null, embeddings: null };

/** What the reader of the results page looks at besides the table: each part is sent when it is new, and not again. */
export class LookedAt {
  private at = nothing;
  private sentCurves = new Map<string, Curve>();
  /** For each other part, what was sent last: the run, and when its record last changed. */
  private readonly sent = new Map<ResultsPart['kind'], string>();

  constructor(
    private readonly runs: Pick<RunStore, 'find' | 'curve'>,
    private readonly post: (part: ResultsPart) => Promise<void>,
    /** The text of the worker's program. */
    private readonly worker: () => Promise<string>,
  ) {}

  /** A page begins that was sent nothing yet. */
  begin(): void {
    this.at = nothing;
    this.sentCurves.clear();
    this.sent.clear();
  }

  async look(at: Looking): Promise<void> {
    this.at = at;
    await this.send();
  }

  /** Sends what is new of what is looked at. */
  async send(): Promise<void> {
    const { curves, origins, gallery, projection, embeddings } = this.at;
    await Promise.all([
      this.sendCurves(curves),
      this.once('origins', this.find(origins), (runs) => Promise.resolve(originsOf(runs))),
      this.once('gallery', this.find([gallery]), ([run]) => galleryOf(run!)),
      this.once('projection', this.find([projection]), ([run]) => projectionOf(run!)),
      this.once('embeddings', this.find([embeddings]), async ([run]) =>
        embeddingsOf(run!, await this.worker()),
      ),
    ]);
  }

  private async sendCurves(runIds: readonly string[]): Promise<void> {
    const curves = await Promise.all(this.find(runIds).map((run) => this.runs.curve(run)));
    const fresh = curves.filter((curve) => this.sentCurves.get(curve.runId) !== curve);
    // Of what is no longer drawn nothing is remembered: it would grow with every look.
    this.sentCurves = new Map(curves.map((curve) => [curve.runId, curve]));
    if (fresh.length > 0) await this.post({ kind: 'curves', curves: fresh });
  }

  private async once(
    kind: ResultsPart['kind'],
    runs: readonly StoredRun[],
    make: (runs: readonly StoredRun[]) => Promise<ResultsPart>,
  ): Promise<void> {
    if (runs.length === 0) return;
    const key = JSON.stringify(runs.map(({ run }) => [run.folder, run.state, run.history.at]));
    if (this.sent.get(kind) === key) return;
    this.sent.set(kind, key);
    await this.post(await make(runs));
  }

  private find(runIds: readonly (string | null)[]): readonly StoredRun[] {
    return runIds.flatMap((runId) => (runId === null ? [] : (this.runs.find(runId) ?? [])));
  }
}

function originsOf(runs: readonly StoredRun[]): ResultsPart {
  return { kind: 'origins', origins: runs.flatMap((stored) => originOf(stored) ?? []) };
}

function originOf({ run: { id, record, result } }: StoredRun): RunOrigin | null {
  if (!record) return null;
  const { command, experiment, git = null, versions, device } = record;
  return {
    runId: id,
    command: shellCommand(['metric-lab', ...command]),
    codeHash: experiment.codeHash,
    git,
    versions,
    device,
    loneQueries: result?.loneQueries ?? null,
    coverage: result?.coverage ?? null,
  };
}

async function galleryOf({ run }: StoredRun): Promise<ResultsPart> {
  const part = { kind: 'gallery', runId: run.id } as const;
  try {
    const read = await readGallery(run.folder);
    return { ...part, gallery: read?.gallery ?? null, png: read?.png ?? null, problem: null };
  } catch (error) {
    return { ...part, gallery: null, png: null, problem: messageOf(error) };
  }
}

async function projectionOf({ run }: StoredRun): Promise<ResultsPart> {
  const part = { kind: 'projection', runId: run.id } as const;
  try {
    return { ...part, projection: await readProjection(run.folder), problem: null };
  } catch (error) {
    return { ...part, projection: null, problem: messageOf(error) };
  }
}

async function embeddingsOf({ run }: StoredRun, worker: string): Promise<ResultsPart> {
  const part = { kind: 'embeddings', runId: run.id, worker } as const;
  try {
    const points = (await readProjection(run.folder))?.points.length ?? 0;
    return { ...part, ...(await readProjectedEmbeddings(run.folder, points)), problem: null };
  } catch (error) {
    return { ...part, values: null, dimension: 0, problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
