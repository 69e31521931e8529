import { tf } from '../../../../src/lab/core/tf';
import { ntXent } from '../../../../src/lab/losses/ntXent';
import type { GoldenCase } from '../../../support/goldenIdea';

const labelled: GoldenCase = (x, y, p) =>
  ntXent(x, y, { otherPositives: false, temperature: p['temperature'] });

export const goldens: Record<string, GoldenCase> = {
  ntxent: labelled,
  'ntxent_t0.5': labelled,
  // The labels number the images. The second view of each stands in the golden; other inputs stand for it themselves.
  selfsup_ntxent: (x, _y, p, _weights, { ref_emb }) => {
    const images = tf.range(0, x.shape[0], 1, 'int32');
    const view = tf.tensor2d(ref_emb!);
    const second = tf.util.arraysEqual(view.shape, x.shape) ? view : x;
    return ntXent(tf.concat([x, second]), tf.concat([images, images]), { temperature: p['temperature'] });
  },
};
