import { LabError } from '../lab/core/labError';
import { startEngine, type EngineRequest } from '../lab/engine/engine';
import type { Embedded } from '../lab/numeric/embedded';
import type { RetrievalDistance } from '../lab/retrieval/nearness';
import { retrievalScores } from '../lab/metrics/retrievalScores';
import { neighbours } from '../lab/retrieval/neighbours';
import type { SearchSettings } from '../lab/retrieval/searchSettings';
import type { Metrics } from '../protocol/run';
import { clusteringScores, spaceScores } from './embeddingScores';
import { engineInWords } from './engineInWords';
import { engineSources } from './engineSources';
import { readLabelled } from './labelledFiles';
import { duration } from './numbers';
import type { Screen } from './progress';

/** Files with embeddings and their labels; labels are in the same file where none are given. */
export interface LabelledFiles {
  readonly embeddings: string;
  readonly labels: string | undefined;
}

export interface EvaluationRequest {
  readonly queries: LabelledFiles;
  /** What is searched, where that is not the queries themselves. */
  readonly gallery: LabelledFiles | undefined;
  readonly recallAt: readonly number[];
  readonly distance: RetrievalDistance;
  /** How many of each query's nearest items are wanted; null for none. */
  readonly neighbours: number | null;
  /** Whether embeddings are clustered, and the clusters compared with the classes. */
  readonly clustering: boolean;
  /** Whether the embedding space is described. */
  readonly space: boolean;
  /** Bytes over the embeddings. */
  readonly memory: number;
  readonly backend: EngineRequest;
  /** Where the program's own files lie. */
  readonly programFolder: string;
}

export interface Evaluation {
  readonly metrics: Metrics;
  readonly clustering?: Metrics;
  readonly space?: Metrics;
  /** Indices in the gallery of each query's nearest items, the nearest first. */
  readonly neighbours?: readonly (readonly number[])[];
  readonly queries: number;
  readonly loneQueries: number;
  readonly gallery: number;
  readonly dimension: number;
  readonly distance: RetrievalDistance;
  readonly backend: string;
  readonly device: string;
  readonly seconds: number;
}

/**
 * Scores embeddings that any program has saved.
 * @throws LabError for all that the user can put right
 */
export async function evaluate(request: EvaluationRequest, screen: Screen): Promise<Evaluation> {
  const { recallAt, distance, programFolder } = request;
  const queries = await readLabelled(request.queries.embeddings, request.queries.labels);
  const gallery = request.gallery && (await readLabelled(request.gallery.embeddings, request.gallery.labels));
  if (gallery) checkDimensions(request, queries, gallery);
  const engine = await startEngine(request.backend, engineSources(programFolder));
  screen.write(`${engineInWords(engine)}\n`);
  const since = performance.now();
  const shown = new Shown(screen, since);
  const rounds = request.neighbours === null ? 1 : 2;
  const search = (round: number) => ({
    ...{ distance, gallery, prepare: engine.prepare },
    memory: Math.max(0, request.memory - copies(queries, gallery)),
    progress: (done: number) => shown.draw((round + done) / rounds),
  });
  try {
    const { metrics, loneQueries } = await retrievalScores(queries, { ...search(0), recallAt });
    return {
      metrics,
      ...(request.clustering && { clustering: clusteringScores(queries, distance === 'cosine') }),
      ...(request.space && { space: spaceScores(queries) }),
      ...(request.neighbours !== null && {
        neighbours: await nearest(queries, request.neighbours, search(1)),
      }),
      ...{ queries: queries.labels.length, loneQueries, distance },
      gallery: gallery?.labels.length ?? queries.labels.length,
      dimension: queries.dimension,
      backend: engine.name,
      device: engine.device,
      seconds: (performance.now() - since) / 1000,
    };
  } finally {
    shown.clear();
  }
}

/** In the order of the queries. */
async function nearest(queries: Embedded, k: number, settings: Partial<SearchSettings>): Promise<number[][]> {
  const all: number[][] = Array.from({ length: queries.labels.length });
  for await (const [query, items] of neighbours(queries, k, settings)) all[query] = Array.from(items);
  return all;
}

function checkDimensions({ queries, gallery }: EvaluationRequest, from: Embedded, to: Embedded): void {
  if (from.dimension === to.dimension) return;
  throw new LabError(
    `${gallery!.embeddings}: embeddings have ${to.dimension} numbers, those of ${queries.embeddings} have ${from.dimension}`,
  );
}

/** Bytes of the sorted copies that an evaluation makes. */
const copies = (queries: Embedded, gallery: Embedded | undefined) =>
  queries.embeddings.byteLength + (gallery?.embeddings.byteLength ?? 0);

const redrawAfter = 200; // ms
const clearLine = '\r\u001B[2K';

/** On a terminal, one line that says how far it is and how long it takes. */
class Shown {
  private drawnAt: number;
  private drawn = false;

  constructor(
    private readonly screen: Screen,
    private readonly since: number,
  ) {
    this.drawnAt = since;
  }

  draw(done: number): void {
    const now = performance.now();
    if (!this.screen.isTTY || now - this.drawnAt < redrawAfter) return;
    this.drawnAt = now;
    this.drawn = true;
    const left = ((now - this.since) / 1000) * (1 / done - 1);
    this.screen.write(`${clearLine}${(100 * done).toFixed(0)} %  ${duration(left)} left`);
  }

  clear(): void {
    if (this.drawn) this.screen.write(clearLine);
    this.drawn = false;
  }
}
