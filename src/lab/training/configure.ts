import { LabError } from '../core/labError';
import type { Options } from '../core/options';
import type { Random } from '../core/random';
import type { Scalar, Tensor1D, Tensor2D } from '../core/tf';
import type { ConfiguredSampler } from '../samplers/configured';
import type { SamplerFunction } from '../samplers/sampler';
import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

/** A loss with its settings, or a function of embeddings [B, D] and labels [B], trained with its defaults. */
export type LossDefinition = Criterion | ((embeddings: Tensor2D, labels: Tensor1D) => Scalar);

/** What `configure` makes ready: a loss or a sampler, of whatever options. */
type Configurable = PairLoss<never> | SamplerFunction<never>;
type Configured<F extends Configurable> = F extends SamplerFunction<never> ? ConfiguredSampler : Criterion;

/**
 * A loss, ready to train with: `configure(losses.circle, { gamma: 80 })`. Any function of embeddings and labels will do.
 * A sampler, ready to use: `configure(samplers.mPerClass, { classes: 32, perClass: 4 })`. A sampler of your own is a generator
 * function whose options hold `classes` and `perClass`, or `batchSize`.
 * @throws LabError on an option that the loss or sampler does not have, or where the size of a batch does not follow
 */
// One signature for both: of several, the compiler would name each where an option is misspelt.
export function configure<F extends Configurable>(f: F, options?: Parameters<F>[2]): Configured<F> {
  return ready(f as PairLoss<object> | SamplerFunction<object>, options ?? {}) as Configured<F>;
}

function ready(
  f: PairLoss<object> | SamplerFunction<object>,
  options: object,
): Criterion | ConfiguredSampler {
  return isSampler(f) ? configuredSampler(f, options) : criterion(f, options);
}

/** A loss, ready to train with or by its defaults, as a criterion. */
export function asCriterion(loss: LossDefinition): Criterion {
  return typeof loss === 'function' ? configure(loss) : loss;
}

function isSampler(f: PairLoss<object> | SamplerFunction<object>): f is SamplerFunction<object> {
  return Object.prototype.toString.call(f) === '[object GeneratorFunction]';
}

function criterion<O extends object>(loss: PairLoss<O>, given: Partial<O>): Criterion {
  const { name, options } = resolved(loss, given);
  if (loss.length > 2) {
    throw new LabError(
      `configure: ${name} needs more than embeddings and labels; a loss with proxies is made ready by withProxies, one with a memory by withMemory, one with boundaries by withBeta`,
    );
  }
  return {
    name,
    options,
    compute: ({ embeddings, labels, memory }) => ({ loss: loss(embeddings, labels, options), memory }),
  };
}

function configuredSampler<O extends object>(
  sampler: SamplerFunction<O>,
  given: Partial<O>,
): ConfiguredSampler {
  const { name, options } = resolved(sampler, given);
  const batchSize = batchSizeOf(options);
  if (batchSize === null) {
    throw new LabError(
      `configure: the size of ${name}'s batches does not follow; give it { classes, perClass } or { batchSize }`,
    );
  }
  return {
    name,
    options,
    batchSize,
    epoch: (labels: Int32Array, rng: Random, superLabels?: Int32Array) =>
      sampler(labels, rng, options, superLabels),
  };
}

function batchSizeOf({ batchSize, classes, perClass }: Options): number | null {
  if (typeof batchSize === 'number') return batchSize;
  return typeof classes === 'number' && typeof perClass === 'number' ? classes * perClass : null;
}
