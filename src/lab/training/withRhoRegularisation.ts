import { checkBatch } from '../core/checkBatch';
import { normalised } from '../core/normalised';
import { choice, withDefaults } from '../core/options';
import { pairs } from '../core/pairs';
import { reduce } from '../core/reduce';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { defaults as ofPaper, rhoRegularised } from '../miners/rhoRegularised';
import type { Criterion } from './criterion';
import { noiseOfDraws } from './drawnNegatives';

const defaults = {
  ...ofPaper,
  /** What is made of the distances of a tuple: triplet, on their squares; margin; or contrastive. */
  objective: 'triplet' as Objective,
  /** Margin of triplet and margin loss; contrastive pushes negatives up to distance 1. */
  margin: 0.2,
  /** Distance where the margin loss begins to pull, or ceases to push. */
  boundary: 1.2,
};
type Objective = 'triplet' | 'margin' | 'contrastive';

/**
 * A loss on one tuple for each anchor, with ρ-regularisation: `withRhoRegularisation({ objective: 'margin' })`. With
 * probability 0 it is the plain objective on distance-weighted negatives. Embeddings are brought to length 1; the mean is
 * over the anchors that have positives and negatives; which tuples are drawn is a constant.
 * @throws LabError on an option that there is not
 */
export function withRhoRegularisation(given: Partial<typeof defaults> = {}): Criterion {
  const options = withDefaults('withRhoRegularisation', defaults, given);
  const { probability, cutoff, margin, boundary } = options;
  const objective = choice('withRhoRegularisation', 'objective', objectives, options.objective);
  return {
    name: 'rhoRegularised',
    options,
    drawNoise: ({ batch }, rng) => noiseOfDraws(3, batch, rng),
    compute({ embeddings, labels, noise, memory }) {
      checkBatch('withRhoRegularisation', embeddings, labels);
      const loss = tf.tidy(() => {
        const unit = normalised(embeddings);
        const distance = euclideanDistance(unit, unit);
        const { positive, negative } = rhoRegularised(
          distance,
          pairs(embeddings, labels),
          embeddings.shape[1],
          noise['uniform'] as Tensor2D,
          { probability, cutoff },
        );
        const of = (mask: Tensor2D): Tensor1D => distance.mul(mask).sum(1);
        return reduce(objective(of(positive), of(negative), { margin, boundary }), negative.sum(1), 'mean');
      });
      return { loss, memory };
    },
  };
}

type TupleObjective = (
  toPositive: Tensor1D,
  toNegative: Tensor1D,
  set: { readonly margin: number; readonly boundary: number },
) => Tensor;

const objectives: Readonly<Record<Objective, TupleObjective>> = {
  triplet: (toPositive, toNegative, { margin }) =>
    toPositive.square().sub(toNegative.square()).add(margin).relu(),
  margin: (toPositive, toNegative, { margin, boundary }) =>
    toPositive
      .sub(boundary - margin)
      .relu()
      .add(tf.sub(boundary + margin, toNegative).relu()),
  contrastive: (toPositive, toNegative) => toPositive.add(tf.sub(1, toNegative).relu()),
};
