import { tf } from '../../../../src/lab/core/tf';
import { logRatio } from '../../../../src/lab/losses/logRatio';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  // The golden has the labels' distances from row 0: labels on a line, row 0 at its beginning, have just these.
  paper_log_ratio: (x, _y, p, _w, golden) => {
    const distances = golden.gt_dist!;
    const places = Array.from({ length: x.shape[0] }, (_, i) =>
      i === 0 ? 0 : distances[(i - 1) % distances.length]!,
    );
    return logRatio(x, tf.tensor2d(places, [places.length, 1]), { squared: false, epsilon: p['eps'] });
  },
};
