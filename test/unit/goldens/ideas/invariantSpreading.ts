import { tf } from '../../../../src/lab/core/tf';
import { invariantSpreading } from '../../../../src/lab/losses/invariantSpreading';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  // Row i and row i + N/2 are views of one image.
  paper_invariant_spread: (x, _y, p) => {
    const images = tf.range(0, x.shape[0] / 2, 1, 'int32');
    return invariantSpreading(x, tf.concat([images, images]), { form: 'authors', temperature: p['T'] });
  },
};
