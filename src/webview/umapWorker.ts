/** The program of a worker: lays embeddings out in the plane by UMAP, and tells how far it is. */
import { UMAP } from 'umap-js';
import type { FromUmap, ToUmap } from './model/umap';

/** As in the paper's own program. */
const neighbours = 15;

/** Numbers that look like chance, from a seed: mulberry32. The same embeddings give the same picture. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function tell(message: FromUmap): void {
  postMessage(message);
}

addEventListener('message', ({ data }: MessageEvent<ToUmap>) => {
  const { values, dimension } = data;
  const rows = Array.from({ length: values.length / dimension }, (_, row) =>
    Array.from(values.subarray(row * dimension, (row + 1) * dimension)),
  );
  try {
    const umap = new UMAP({ nNeighbors: Math.min(neighbours, rows.length - 1), random: random(1) });
    const epochs = umap.initializeFit(rows);
    for (let epoch = 0; epoch < epochs; epoch++) {
      umap.step();
      if (epoch % 20 === 0) tell({ type: 'progress', part: epoch / epochs });
    }
    tell({ type: 'done', points: umap.getEmbedding().map(([x = 0, y = 0]) => [x, y] as const) });
  } catch (error) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
