import { eager, type Prepare } from '../core/prepare';
import type { Embedded } from '../numeric/embedded';
import type { RetrievalDistance } from './nearness';
import type { StartThreads } from './scanning';
import { tileSize } from './tiles';

export interface SearchSettings {
  readonly distance: RetrievalDistance;
  /** What is searched; null where each query is compared with all the other queries. */
  readonly gallery: Embedded | null;
  /** Bytes for what is kept over the embeddings and one copy of them; default 512 MB. */
  readonly memory: number;
  readonly prepare: Prepare;
  /** Starts threads for long searches, where the engine has them; default null. */
  readonly threads: StartThreads | null;
  /** Rows on each side of the tiles. */
  readonly tile: number;
  /** Told now and then which part of the work is done, 0 to 1. */
  readonly progress: (done: number) => void;
}

export const searchDefaults: SearchSettings = {
  distance: 'cosine',
  gallery: null,
  memory: 512 * 10 ** 6,
  prepare: eager,
  threads: null,
  tile: tileSize,
  progress: () => undefined,
};
