import type { HostTensors } from '../core/hostTensors';
import { LabError } from '../core/labError';
import { random } from '../core/random';
import type { ImageSet } from '../datasets/dataset';
import type {
  AdaptiveSampler,
  Batch,
  ConfiguredSampler,
  Observation,
  TrainingFacts,
} from '../samplers/configured';

/** A sampler of either kind. */
export type Sampler = ConfiguredSampler | AdaptiveSampler;

/** A step's batch, and the sampler's state from then on. */
export interface Drawn {
  readonly batch: Batch;
  readonly state: HostTensors;
}

/** The batches of a training, one for each step. */
export interface Batches {
  /** The sampler's state before the first step. */
  readonly initialState: HostTensors;
  /** The batch of the next step. @throws LabError where the sampler gives none, or one that does not fit */
  next(state: HostTensors, seen: Observation): Promise<Drawn>;
  /** How many batches from that of the step after `step` on can be drawn before the network has moved. */
  ahead(step: number): number;
  /** Goes back, or on, so that the next batch is that of the step after `step`. */
  goTo(step: number): void;
}

/** The batches that a sampler draws from the training images. Same seed, same batches. */
export function batchesOf(sampler: Sampler, train: ImageSet, seed: number, dimension: number): Batches {
  return 'draw' in sampler
    ? new AdaptiveBatches(sampler, { ...train, dimension }, seed)
    : new EpochBatches(sampler, train, seed);
}

/**
 * Epoch after epoch. Each has a random stream of its own, so a training that goes on at a later step only skips the
 * earlier batches.
 */
class EpochBatches implements Batches {
  readonly initialState = {};
  private generator: Generator<Int32Array, never>;

  constructor(
    private readonly sampler: ConfiguredSampler,
    private readonly train: ImageSet,
    private readonly seed: number,
  ) {
    this.generator = this.all();
  }

  next(state: HostTensors): Promise<Drawn> {
    // Within a promise, so that a sampler's complaint is a rejection whichever kind it is.
    return Promise.resolve().then(() => ({
      batch: { indices: this.generator.next().value, extra: {} },
      state,
    }));
  }

  ahead(): number {
    return Infinity;
  }

  goTo(step: number): void {
    this.generator = this.all();
    for (let skipped = 0; skipped < step; skipped++) this.generator.next();
  }

  private *all(): Generator<Int32Array, never> {
    const { sampler, train, seed } = this;
    for (let epoch = 0; ; epoch++) {
      let empty = true;
      for (const batch of sampler.epoch(train.labels, random(seed, 'sampler', epoch), train.superLabels)) {
        empty = false;
        checkIndices(batch, sampler, train.labels.length);
        yield batch;
      }
      if (empty) {
        throw new LabError(
          `${sampler.name}: gives no batch of ${sampler.batchSize} from ${train.labels.length} images; make batches smaller`,
        );
      }
    }
  }
}

/** Each step has random streams of its own, and all else is in the sampler's state: there is nothing to skip. */
class AdaptiveBatches implements Batches {
  readonly initialState: HostTensors;

  constructor(
    private readonly sampler: AdaptiveSampler,
    private readonly train: TrainingFacts,
    private readonly seed: number,
  ) {
    this.initialState = sampler.initialState(train);
  }

  async next(state: HostTensors, seen: Observation): Promise<Drawn> {
    const { sampler, train, seed } = this;
    const refreshed = seen.step % sampler.refreshEvery === 0;
    const stream = (what: string) => random(seed, 'sampler', what, seen.step);
    const now = refreshed ? await sampler.refresh(state, train, seen, stream('refresh')) : state;
    if (refreshed) checkState(sampler.name, now, this.initialState);
    const batch = sampler.draw(now, train, stream('draw'), seen.step);
    checkIndices(batch.indices, sampler, train.labels.length);
    return { batch, state: now };
  }

  ahead(step: number): number {
    const { refreshEvery } = this.sampler;
    return refreshEvery - (step % refreshEvery);
  }

  goTo(): void {
    // The step is all that its batches depend on, besides the state.
  }
}

function checkIndices(batch: Int32Array, { name, batchSize }: Sampler, images: number): void {
  if (batch.length !== batchSize) {
    throw new LabError(`${name}: gave a batch of ${batch.length}; every batch must have ${batchSize} images`);
  }
  const strange = batch.find((index) => index < 0 || index >= images);
  if (strange !== undefined) {
    throw new LabError(`${name}: gave the index ${strange}; the images are 0 to ${images - 1}`);
  }
}

/** A state of another form could not be checked against a checkpoint. */
function checkState(name: string, state: HostTensors, first: HostTensors): void {
  const form = (tensors: HostTensors) =>
    Object.entries(tensors)
      .map(([key, { dtype, shape }]) => `${key} ${dtype} [${shape.join(', ')}]`)
      .toSorted()
      .join('; ');
  if (form(state) !== form(first)) {
    throw new LabError(
      `${name}: a refresh must keep the state's names, types and shapes, ${form(first)}; got ${form(state)}`,
    );
  }
}
