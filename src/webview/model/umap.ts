/** What the page and the worker that computes UMAP say to each other. */
import type { PlanePoint } from './plane';

export interface ToUmap {
  /** Embeddings, row by row. */
  readonly values: Float32Array;
  readonly dimension: number;
}

export type FromUmap =
  /** `part` of the work is done, 0 to 1. */
  | { readonly type: 'progress'; readonly part: number }
  | { readonly type: 'done'; readonly points: readonly PlanePoint[] }
  | { readonly type: 'failed'; readonly message: string };
