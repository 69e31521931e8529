import type { PlanePoint } from '../model/plane';
import type { FromUmap, ToUmap } from '../model/umap';

export type UmapState =
  | { readonly type: 'working'; readonly part: number }
  | { readonly type: 'done'; readonly points: readonly PlanePoint[] }
  | { readonly type: 'failed'; readonly message: string };

/**
 * Lays embeddings out off the main thread. The worker's program comes from the extension as text: the page may load no
 * other script.
 * @returns what ends it
 */
export function layOut(program: string, embeddings: ToUmap, changed: (state: UmapState) => void): () => void {
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.addEventListener('message', ({ data }: MessageEvent<FromUmap>) => {
    changed(data.type === 'progress' ? { type: 'working', part: data.part } : data);
  });
  worker.addEventListener('error', ({ message }) => changed({ type: 'failed', message }));
  worker.postMessage(embeddings);
  changed({ type: 'working', part: 0 });
  return () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
}
