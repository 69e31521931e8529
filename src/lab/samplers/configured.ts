import type { HostTensors } from '../core/hostTensors';
import { type Options } from '../core/options';
import type { Random } from '../core/random';

/** What an adaptive sampler knows of a training. */
export interface TrainingFacts {
  /** int32 [N]: the class of each image. */
  readonly labels: Int32Array;
  /** int32 [N]: the super-class of each image, where the data set has any. */
  readonly superLabels?: Int32Array;
  /** Columns of an embedding, D. */
  readonly dimension: number;
}

/** A batch, and what goes to the loss along with it. */
export interface Batch {
  /** Images of the training set. One that stands here twice is augmented twice: two views of it. */
  readonly indices: Int32Array;
  /** Named tensors for `CriterionInputs.extra`: the same names, types and shapes in every batch. */
  readonly extra: HostTensors;
}

/** A sampler with its settings, ready to use. */
export interface ConfiguredSampler {
  readonly name: string;
  readonly options: Options;
  /** Rows of a batch: the same for every batch, so that a step can be compiled for it. */
  readonly batchSize: number;
  /** One epoch of batches of dataset indices. */
  epoch(labels: Int32Array, rng: Random, superLabels?: Int32Array): Generator<Int32Array>;
}

/** What an adaptive sampler may look at between two steps. Nothing is computed before it is asked for. */
export interface Observation {
  /** Steps finished. */
  readonly step: number;
  /** Embeddings of all training images as they would be tested: float32 [N, D]. Costs a forward pass over all of them. */
  embeddings(): Promise<Float32Array>;
  /** float32 [N, F]: what the network's last layer reads, likewise. @throws LabError where the network has no `head` */
  features(): Promise<Float32Array>;
  /** The loss's own weights and its memory, under their names: a copy. */
  loss(): Promise<{ readonly weights: HostTensors; readonly memory: HostTensors }>;
}

/**
 * A sampler that looks at the network between steps. Its state is named tensors on the host, whose names, types and shapes
 * stay as they were first; it is saved with the checkpoint. All functions are pure: a state is not changed, but replaced.
 */
export interface AdaptiveSampler {
  readonly name: string;
  readonly options: Options;
  readonly batchSize: number;
  /** Steps between two refreshes; the first is before the first step. */
  readonly refreshEvery: number;
  /** State before the first refresh. @throws LabError where the sampler cannot do with this data */
  initialState(training: TrainingFacts): HostTensors;
  refresh(
    state: HostTensors,
    training: TrainingFacts,
    seen: Observation,
    rng: Random,
  ): HostTensors | Promise<HostTensors>;
  /** The batch of a step. @param step steps finished before */
  draw(state: HostTensors, training: TrainingFacts, rng: Random, step: number): Batch;
}
