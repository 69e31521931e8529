import { normalised } from '../../../../src/lab/core/normalised';
import { pairs } from '../../../../src/lab/core/pairs';
import { tf, type Tensor1D, type Tensor2D } from '../../../../src/lab/core/tf';
import { euclideanDistance } from '../../../../src/lab/distances/euclideanDistance';
import { margin } from '../../../../src/lab/losses/margin';
import { batchHard } from '../../../../src/lab/miners/batchHard';
import type { GoldenCase, Params } from '../../../support/goldenIdea';

const settings = (p: Params) => ({ margin: p['margin'], nu: p['nu'] ?? 0 });
const one = (p: Params) => tf.tensor1d([p['beta']!]);

export const goldens: Record<string, GoldenCase> = {
  margin: (x, y, p) => margin(x, y, one(p), { counting: 'triplets', ...settings(p) }),
  margin_class_beta: (x, y, p, w) =>
    margin(x, y, w['beta'] as Tensor1D, { counting: 'triplets', ...settings(p) }),
  margin_batchhard: (x, y, p) => {
    const unit = normalised(x);
    const { positive, negative } = batchHard(euclideanDistance(unit, unit), pairs(x, y));
    const comparable = positive.add<Tensor2D>(negative);
    return margin(x, y, one(p), settings(p), { embeddings: x, labels: y, comparable });
  },
};
