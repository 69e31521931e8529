import type { Reference } from '../core/pairs';
import type { Scalar, Tensor1D, Tensor2D } from '../core/tf';

/** A loss on the pairs of a batch, or of a batch and a reference. A function of embeddings and labels alone is one, too. */
export type PairLoss<O extends object> = (
  embeddings: Tensor2D,
  labels: Tensor1D,
  options?: Partial<O>,
  reference?: Reference,
) => Scalar;

/** A term added to a loss, on rows: the embeddings, or weights of the loss. */
export type Regularizer<O extends object> = (rows: Tensor2D, options?: Partial<O>) => Scalar;

/** A loss with proxies: rows that it trains along with the network, the same number for each class. */
export type ProxyLoss<O extends object> = (
  embeddings: Tensor2D,
  labels: Tensor1D,
  proxies: Tensor2D,
  options?: Partial<O>,
) => Scalar;

/** A loss with learned boundaries: numbers that it trains along with the network, one for each class or one for all. */
export type BoundaryLoss<O extends object> = (
  embeddings: Tensor2D,
  labels: Tensor1D,
  beta: Tensor1D,
  options?: Partial<O>,
  reference?: Reference,
) => Scalar;

/** A loss on continuous labels, float32 [B, T], in place of classes. */
export type TargetLoss<O extends object> = (
  embeddings: Tensor2D,
  targets: Tensor2D,
  options?: Partial<O>,
) => Scalar;

/** A loss on judgements of three samples each, side by side: which is the odd one, int32 [T], of 0, 1 and 2. */
export type JudgedLoss<O extends object> = (
  embeddings: Tensor2D,
  odd: Tensor1D,
  options?: Partial<O>,
) => Scalar;

/** A loss between two sides, of which rows of one number belong together. */
export type SidesLoss<O extends object> = (x: Tensor2D, y: Tensor2D, options?: Partial<O>) => Scalar;

/** A loss on the edges of a graph: the two nodes of each, int32 [E, 2], and whether it crosses a border, float32 [E]. */
export type GraphLoss<O extends object> = (
  embeddings: Tensor2D,
  edges: Tensor2D,
  across: Tensor1D,
  options?: Partial<O>,
  weights?: Tensor1D,
) => Scalar;
