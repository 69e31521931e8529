import { LabError } from '../lab/core/labError';
import { startEngine, type Engine, type EngineRequest } from '../lab/engine/engine';
import type { Embedded } from '../lab/numeric/embedded';
import type { RetrievalDistance } from '../lab/retrieval/nearness';
import { alignment } from '../lab/metrics/alignment';
import { kReciprocal } from '../lab/metrics/kReciprocal';
import { retrievalScores, scoresOfNearest, type LoneQueries } from '../lab/metrics/retrievalScores';
import { neighbours } from '../lab/retrieval/neighbours';
import type { Metrics } from '../protocol/run';
import type { Run } from '../runs/reader';
import { listRuns } from '../runs/runList';
import { clusteringScores, spaceScores } from './embeddingScores';
import { embedRun, type EmbeddedSplit } from './embedRun';
import { engineInWords } from './engineInWords';
import { engineSources } from './engineSources';
import { finishedRun } from './finishedRun';
import { readLabelled, saveEmbedded } from './labelledFiles';
import { runsFolder } from './newRecord';
import type { Screen } from './movingLine';
import { SearchProgress } from './searchProgress';
import { findWorkspace, isInside } from './workspace';

/** Files with embeddings and their labels; labels are in the same file where none are given. */
export interface LabelledFiles {
  readonly embeddings: string;
  readonly labels: string | undefined;
}

/** A finished run, whose best weights embed the classes of a split. */
export interface RunToEmbed {
  /** Folder name, or 'latest'. */
  readonly run: string;
  readonly split: EmbeddedSplit;
  /** Folders of data sets. */
  readonly data: string | undefined;
  /** The folder whose `runs` are meant, where that is not the workspace's .metric-lab. */
  readonly out: string | undefined;
  /** Absolute path of a file to keep the embeddings and labels in. */
  readonly save: string | undefined;
}

export interface EvaluationRequest {
  readonly queries: LabelledFiles | RunToEmbed;
  /** What is searched, where that is not the queries themselves. */
  readonly gallery: LabelledFiles | undefined;
  readonly recallAt: readonly number[];
  readonly distance: RetrievalDistance;
  /** How many of each query's nearest items are wanted; null for none. */
  readonly neighbours: number | null;
  /** Whether items are scored re-ranked by k-reciprocal neighbours, too. */
  readonly rerank: boolean;
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
  readonly run?: { readonly id: string; readonly split: EmbeddedSplit; readonly step: number };
  readonly metrics: Metrics;
  /** By k-reciprocal neighbours. Every query has seen all others. */
  readonly reranked?: Metrics;
  readonly clustering?: Metrics;
  readonly space?: Metrics;
  /** Indices in the gallery of each query's nearest items, the nearest first; re-ranked where that was asked for. */
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
 * Scores embeddings that any program has saved, or those of a run.
 * @throws LabError for all that the user can put right
 */
export async function evaluate(request: EvaluationRequest, screen: Screen): Promise<Evaluation> {
  const { queries } = request;
  return 'run' in queries
    ? evaluateRun(request, queries, screen)
    : evaluateFiles(request, queries, request.gallery, screen);
}

async function evaluateFiles(
  request: EvaluationRequest,
  ofQueries: LabelledFiles,
  ofGallery: LabelledFiles | undefined,
  screen: Screen,
): Promise<Evaluation> {
  const queries = await readLabelled(ofQueries.embeddings, ofQueries.labels);
  const gallery = ofGallery && (await readLabelled(ofGallery.embeddings, ofGallery.labels));
  if (gallery && gallery.dimension !== queries.dimension) {
    throw new LabError(
      `${ofGallery.embeddings}: embeddings have ${gallery.dimension} numbers, those of ${ofQueries.embeddings} have ${queries.dimension}`,
    );
  }
  return score(request, queries, gallery, await start(request, [], screen), screen);
}

async function evaluateRun(
  request: EvaluationRequest,
  { run: id, split, data, out, save }: RunToEmbed,
  screen: Screen,
): Promise<Evaluation> {
  const workspace = findWorkspace(process.cwd());
  const folder = runsFolder(workspace, out);
  const runs = await listRuns(folder);
  const run = finishedRun(runs, id, folder);
  if (save !== undefined) checkOutside(run.folder, save);
  const engine = await start(request, [workspace], screen);
  const queries = await embedRun(run, split, { workspace, data, prepare: engine.prepare });
  const { record, result } = run;
  const about = { id: record.id, split, step: result.step };
  screen.write(`${record.id}: the weights of step ${result.step}, ${split} classes\n`);
  if (split === 'test') screen.write(`${lookInWords(record.experiment.file, runs)}\n`);
  if (engine.name !== record.backend) {
    screen.write(`the run was computed by ${record.backend}: last digits may differ from its record\n`);
  }
  if (save !== undefined) await saveEmbedded(save, queries, about);
  return { run: about, ...(await score(request, queries, undefined, engine, screen, 'left out')) };
}

/** Each scored run has looked at the test classes once: whoever chooses by what he sees here has tested on them. */
function lookInWords(file: string, runs: readonly Run[]): string {
  const looks = runs.filter(
    ({ record, result }) => result && record?.experiment.file === file && !record.validationOnly,
  ).length;
  return `another look at the test classes, after those of the runs of ${file} (${looks}): report it, choose nothing by it`;
}

/** What a run has written stays as it is. */
function checkOutside(run: string, file: string): void {
  if (!isInside(file, run)) return;
  throw new LabError(`${file}: lies in the folder of a run, which is never changed; save it elsewhere`);
}

async function start(
  { backend, programFolder }: EvaluationRequest,
  folders: readonly string[],
  screen: Screen,
): Promise<Engine> {
  const engine = await startEngine(backend, engineSources(programFolder, folders));
  screen.write(`${engineInWords(engine)}\n`);
  return engine;
}

async function score(
  request: EvaluationRequest,
  queries: Embedded,
  gallery: Embedded | undefined,
  engine: Engine,
  screen: Screen,
  lone: LoneQueries = 'missed',
): Promise<Evaluation> {
  const { recallAt, distance } = request;
  warnOfDepth(recallAt, queries, gallery, screen);
  const since = performance.now();
  const shown = new SearchProgress(screen, since);
  const rounds = 1 + (request.rerank ? 1 : 0) + (request.neighbours === null ? 0 : 1);
  let begun = 0;
  const search = () => {
    const round = begun++;
    return {
      ...{ distance, gallery, prepare: engine.prepare, threads: engine.threads },
      memory: Math.max(0, request.memory - copies(queries, gallery)),
      progress: (done: number) => shown.draw((round + done) / rounds),
    };
  };
  const nearest = (k: number) =>
    request.rerank ? kReciprocal(queries, k, {}, search()) : neighbours(queries, k, search());
  try {
    const { metrics, loneQueries } = await retrievalScores(queries, { ...search(), recallAt, lone });
    const reranked =
      request.rerank && (await scoresOfNearest(queries, gallery ?? null, { recallAt, lone }, nearest));
    return {
      metrics,
      ...(reranked && { reranked: reranked.metrics }),
      ...(request.clustering && { clustering: clusteringScores(queries, distance === 'cosine') }),
      ...(request.space && { space: { ...spaceScores(queries), alignment: alignment(queries) } }),
      ...(request.neighbours !== null && {
        neighbours: await inOrder(queries, nearest(request.neighbours)),
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

/** Whoever looks at all that there is finds what he looks for. */
function warnOfDepth(
  recallAt: readonly number[],
  queries: Embedded,
  gallery: Embedded | undefined,
  screen: Screen,
): void {
  const others = gallery?.labels.length ?? queries.labels.length - 1;
  const deep = recallAt.filter((k) => k >= others).map((k) => `R@${k}`);
  if (deep.length > 0)
    screen.write(`${deep.join(', ')} says nothing: each query sees ${others} items in all\n`);
}

/** What was found for each query, in the order of the queries. */
async function inOrder(
  queries: Embedded,
  nearest: AsyncIterable<readonly [query: number, items: Int32Array]>,
): Promise<number[][]> {
  const all: number[][] = Array.from({ length: queries.labels.length });
  for await (const [query, items] of nearest) all[query] = Array.from(items);
  return all;
}

/** Bytes of the sorted copies that an evaluation makes. */
const copies = (queries: Embedded, gallery: Embedded | undefined) =>
  queries.embeddings.byteLength + (gallery?.embeddings.byteLength ?? 0);
