import { tf } from '../../../../src/lab/core/tf';
import { tripletUpperBound } from '../../../../src/lab/losses/tripletUpperBound';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  // A centroid on each axis, as many as the embeddings have; two samples for each in the golden.
  paper_triplet_upper_bound: (x, y) =>
    tripletUpperBound(x, y, tf.eye(x.shape[1]), {
      distance: 'squaredEuclidean',
      normalise: false,
      samples: 2 * x.shape[1],
    }),
};
