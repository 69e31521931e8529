import type { Augmentation } from '../augmentations/augmentation';
import type { Dataset } from '../datasets/dataset';
import type { FoldChoice } from '../datasets/foldSplits';
import type { Model } from '../models/model';
import type { Sampler } from './batches';
import type { Criterion } from './criterion';
import type { Optimizer } from './optimizer';
import type { Search } from './search';

/** Names of the scores, as they stand in records and tables; values are fractions of 1. */
export type MetricName = `R@${number}` | 'MAP@R' | 'R-Precision';

/** One of the things compared. What it leaves out it takes from the experiment. */
export interface Variant {
  readonly loss: Criterion;
  readonly sampler?: Sampler;
  readonly model?: Model;
  readonly optimizer?: Optimizer;
  readonly augmentation?: Augmentation;
}

/** What should be observed: the variant `better` scores higher than `than` on the test classes. */
export interface Claim<Name extends string = string> {
  readonly better: Name;
  readonly than: Name;
  readonly on: MetricName;
}

export interface Experiment {
  /** Id of the paper in the library, such as 'circle-loss'. */
  readonly paper?: string;
  readonly data: Dataset;
  readonly model: Model;
  readonly sampler: Sampler;
  readonly optimizer: Optimizer;
  /** How training images are changed, each time anew; none where undefined. */
  readonly augmentation?: Augmentation;
  /** Training steps of a run. */
  readonly steps: number;
  /** Steps between two evaluations on the validation classes. */
  readonly evaluateEvery: number;
  /** The K of Recall@K. */
  readonly recallAt: readonly number[];
  readonly variants: Readonly<Record<string, Variant>>;
  readonly seeds: readonly number[];
  /** How the training half is cut into folds, each for validation in turn; the data set's own cut where undefined. */
  readonly folds?: Omit<FoldChoice, 'index'>;
  readonly claim?: Claim;
  /** Variants whose settings can be searched for. */
  readonly search?: Readonly<Record<string, Search>>;
}
