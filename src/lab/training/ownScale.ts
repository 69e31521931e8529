import type { Criterion } from './criterion';

/** Factor on the learning rate of one of the loss's own weights. */
export function ownScale({ ownWeights }: Criterion, name: string): number {
  const scale = ownWeights?.learningRateScale ?? 1;
  return typeof scale === 'number' ? scale : scale(name);
}
