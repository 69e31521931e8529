import { LabError } from '../core/labError';
import { random } from '../core/random';
import type { ConfiguredSampler } from '../samplers/configured';

/**
 * The batches of a training, one for each step, epoch after epoch. Each epoch has a random stream of its own, so the same
 * seed gives the same batches, and a training that goes on at a later step only skips the earlier ones.
 * @throws LabError where the sampler gives no batch, or one that does not fit
 */
export function* batches(
  sampler: ConfiguredSampler,
  labels: Int32Array,
  seed: number,
): Generator<Int32Array, never> {
  for (let epoch = 0; ; epoch++) {
    let empty = true;
    for (const batch of sampler.epoch(labels, random(seed, 'sampler', epoch))) {
      empty = false;
      check(batch, sampler, labels.length);
      yield batch;
    }
    if (empty) {
      throw new LabError(
        `${sampler.name}: gives no batch of ${sampler.batchSize} from ${labels.length} images; make batches smaller`,
      );
    }
  }
}

function check(batch: Int32Array, { name, batchSize }: ConfiguredSampler, images: number): void {
  if (batch.length !== batchSize) {
    throw new LabError(`${name}: gave a batch of ${batch.length}; every batch must have ${batchSize} images`);
  }
  const strange = batch.find((index) => index < 0 || index >= images);
  if (strange !== undefined) {
    throw new LabError(`${name}: gave the index ${strange}; the images are 0 to ${images - 1}`);
  }
}
