import type { Engine } from '../lab/engine/engine';
import { retrievalScores } from '../lab/metrics/retrievalScores';
import type { Embedded } from '../lab/numeric/embedded';
import type { Metrics } from '../protocol/run';
import { spaceScores } from './embeddingScores';

/** What of an engine searches. */
export type Searching = Pick<Engine, 'prepare' | 'threads'>;

/** What a run says of the embeddings of a split. */
export interface Scored {
  readonly metrics: Metrics;
  /** Queries whose class has no other image: they are counted, and left out of the scores. */
  readonly loneQueries: number;
}

export interface ScoreSettings extends Searching {
  readonly recallAt: readonly number[];
}

/** Scores of retrieval alone. */
export async function retrieved(set: Embedded, settings: ScoreSettings): Promise<Scored> {
  const { metrics, loneQueries } = await retrievalScores(set, { ...settings, lone: 'left out' });
  return { metrics, loneQueries };
}

/** Scores of retrieval, and how the embeddings lie in their space. */
export async function scored(set: Embedded, settings: ScoreSettings): Promise<Scored> {
  const { metrics, loneQueries } = await retrieved(set, settings);
  return { metrics: { ...metrics, ...spaceScores(set) }, loneQueries };
}
