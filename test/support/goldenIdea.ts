import type { Scalar, Tensor, Tensor1D, Tensor2D } from '../../src/lab/core/tf';
import type { GoldenLoss } from './goldens';

/** A golden's settings; what is no number there is NaN here. */
export type Params = Readonly<Record<string, number>>;

/** Our words for a golden: the loss with its settings. */
export type GoldenCase = (
  embeddings: Tensor2D,
  labels: Tensor1D,
  params: Params,
  /** By the golden's names, each with slope: proxies in rows, fc and W in columns, beta one for each class. */
  weights: Readonly<Record<string, Tensor>>,
  golden: GoldenLoss,
) => Scalar;

/** What a file of test/unit/goldens/ideas exports; its name is the loss's. */
export interface IdeaGoldens {
  /** By the golden's id. */
  readonly goldens: Readonly<Record<string, GoldenCase>>;
  /** Goldens that the idea does not have, and why. */
  readonly left?: Readonly<Record<string, string>>;
  /** `id input`: gradients that double precision itself decides by its last bit, and why. */
  readonly undecided?: Readonly<Record<string, string>>;
}
