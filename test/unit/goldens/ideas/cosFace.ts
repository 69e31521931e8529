import type { Tensor2D } from '../../../../src/lab/core/tf';
import { cosFace } from '../../../../src/lab/losses/cosFace';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  cosface: (x, y, p, w) =>
    cosFace(x, y, w['W']!.transpose<Tensor2D>(), { margin: p['margin'], scale: p['scale'] }),
};
