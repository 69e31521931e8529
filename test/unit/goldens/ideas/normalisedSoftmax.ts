import type { Tensor2D } from '../../../../src/lab/core/tf';
import { normalisedSoftmax } from '../../../../src/lab/losses/normalisedSoftmax';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  normalized_softmax: (x, y, p, w) =>
    normalisedSoftmax(x, y, w['W']!.transpose<Tensor2D>(), { temperature: p['temperature'] }),
};
