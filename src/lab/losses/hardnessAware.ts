import { checkBatch } from '../core/checkBatch';
import { constant } from '../core/detached';
import { crossEntropy } from '../core/crossEntropy';
import { normalised } from '../core/normalised';
import { checkNotNegative } from '../core/notNegative';
import { withDefaults } from '../core/options';
import { pairs } from '../core/pairs';
import { ownClass } from '../core/proxies';
import { reduce } from '../core/reduce';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';
import { drawn } from '../miners/distanceWeighted';

/** The values of the authors' code, for losses as large as theirs. */
export const defaults = {
  /** How large the metric loss may be before negatives are left where they are, α; for a triplet hinge about 0.1. */
  alpha: 90,
  /** How large the generator's loss may be before real tuples count alone, β. */
  beta: 1e4,
  /** Weight of the label term against reconstruction, λ. */
  lambda: 0.5,
  /** Factor on the cross-entropy of the label term, which has to weigh against a sum of squares. */
  labelFactor: 1e4,
  /** Margin of the triplet hinge on squared distances. */
  margin: 0.2,
};

/** What the loss computes with besides embeddings and labels. */
export interface Synthesis {
  /** float32 [B, F], what the head made the embeddings of */
  readonly features: Tensor2D;
  /** The network's last layer: features [n, F] to embeddings [n, D]. */
  readonly head: (features: Tensor2D) => Tensor2D;
  /** A perceptron from embeddings to features: float32 [D, W], [W], [W, F], [F]. */
  readonly generator: readonly [Tensor2D, Tensor, Tensor2D, Tensor];
  /** A linear layer from features to classes: float32 [F, C], [C]. */
  readonly classifier: readonly [Tensor2D, Tensor];
  /** float32 [], the recent average of the metric loss */
  readonly average: Scalar;
  /** float32 [2, B], 0 to 1: draws of a positive and of a negative for each anchor */
  readonly uniform: Tensor2D;
}

/** Where no step was made yet: so large that nothing is pulled. */
export const noAverage = 1e6;

/**
 * Hardness-aware metric learning on triplets: negatives are pulled towards the anchor, as far as the training has come,
 * and a generator gives the point back the look of its class.
 *
 *     ẑ⁻ = z + λ₀ (z⁻ - z)    λ₀ = (d⁺ + exp(-α / J_avg) (d⁻ - d⁺)) / d⁻  where d⁻ > d⁺, else 1
 *     J_gen = Σ |y - g(z)|² + λ k CE(c(g(ẑ⁻)), l⁻)
 *     J = exp(-β / J_gen) J_m(z, z⁺, z⁻) + (1 - exp(-β / J_gen)) J_m(z, z⁺, head(g(ẑ⁻)))
 *
 * y are features, g the generator, c a classifier trained along on real features, k the label factor. J_avg is an
 * exponential average (0.9) of J_m over real tuples, as the paper means it; the authors' code averages the weighted loss.
 * Each anchor draws one positive and one negative. The generator has no batch norm here.
 * @paper hdml, equations 3 to 10
 * @reduction J_m: mean over the anchors that have positives and negatives; J_gen: sums over rows and columns, cross-entropy
 *   by mean
 * @normalisation embeddings are brought to length 1, those of synthetic features, too
 * @detached in J_m the generator, and λ₀; in J_gen embeddings, features, and the classifier; the weights exp(-β / J_gen)
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 to C - 1
 * @returns the loss, float32 [], whose value is J alone, though its slope is also that of J_gen and of the classifier;
 *   the average after this step; and how far negatives are pulled, λ₀, float32 [B]
 */
export function hardnessAware(
  embeddings: Tensor2D,
  labels: Tensor1D,
  { features, head, generator, classifier, average, uniform }: Synthesis,
  options: Partial<typeof defaults> = {},
): { readonly loss: Scalar; readonly average: Scalar; readonly pull: Tensor1D } {
  checkBatch('hardnessAware', embeddings, labels);
  const { alpha, beta, lambda, labelFactor, margin } = withDefaults('hardnessAware', defaults, options);
  checkNotNegative('hardnessAware', { alpha, beta, lambda, labelFactor });
  return tf.tidy(() => {
    const z = normalised(embeddings);
    const { positive, negative } = pairs(z, labels);
    const counts = positive.max<Tensor1D>(1).mul<Tensor1D>(negative.max(1)); // [B]
    const [ofPositive, ofNegative] = tf.unstack(uniform) as [Tensor1D, Tensor1D];
    const chosen = drawn(evenly(negative), ofNegative); // [B, B]
    const near: Tensor2D = tf.matMul(drawn(evenly(positive), ofPositive), z);
    const far: Tensor2D = tf.matMul(chosen, z);
    const metric = (other: Tensor2D) => {
      const gap = squaredLength(z.sub(near)).sub<Tensor1D>(squaredLength(z.sub(other)));
      return reduce(gap.add(margin).relu(), counts, 'mean');
    };
    const real = metric(far);

    const pull = constant(pullOf(squaredLength(z.sub(near)), squaredLength(z.sub(far)), average, alpha));
    const pulled = z.add<Tensor2D>(far.sub(z).mul(pull.expandDims<Tensor2D>(1)));
    const [first, firstBias, second, secondBias] = generator;
    const fixed = [constant(first), constant(firstBias), constant(second), constant(secondBias)] as const;
    const synthetic = metric(normalised(head(perceptron(pulled, fixed))));

    const shown = constant(features);
    const restored = perceptron(constant(z), generator);
    const [weight, bias] = classifier;
    const classes = ownClass(labels, weight.shape[1]); // [B, C]
    const classOfNegative: Tensor2D = tf.matMul(chosen, classes);
    const made = perceptron(constant(pulled), generator)
      .matMul<Tensor2D>(constant(weight))
      .add<Tensor2D>(constant(bias));
    const labelled = reduce(crossEntropy(made, classOfNegative), counts, 'mean');
    const generating = shown
      .sub(restored)
      .square()
      .sum<Scalar>()
      .add<Scalar>(labelled.mul(lambda * labelFactor));
    const logits = shown.matMul<Tensor2D>(weight).add<Tensor2D>(bias);
    const classifying = crossEntropy(logits, classes).mean<Scalar>();

    const trust = constant(tf.div<Scalar>(-beta, tf.maximum(generating, 1e-12)).exp()); // exp(-β / J_gen)
    const total = real.mul(trust).add<Scalar>(synthetic.mul(tf.sub(1, trust)));
    return {
      loss: total.add(slopeOnly(generating)).add(slopeOnly(classifying)),
      average: averaged(average, constant(real)),
      pull,
    };
  });
}

/** λ₀ of each anchor, from squared distances. */
function pullOf(toPositive: Tensor1D, toNegative: Tensor1D, average: Scalar, alpha: number): Tensor1D {
  const [near, far] = [tf.maximum(toPositive, 1e-12).sqrt(), tf.maximum(toNegative, 1e-12).sqrt()];
  const left = tf.div(-alpha, tf.maximum(average, 1e-12)).exp();
  const part = near.add(far.sub(near).mul(left)).div<Tensor1D>(far);
  // Where the negative is the nearer of the two, the quotient is 1 or more.
  return part.minimum(1);
}

/** Rows that sum to 1, or to 0: every pair of the mask alike. */
function evenly(mask: Tensor2D): Tensor2D {
  return mask.div(tf.maximum(mask.sum(1, true), 1));
}

function perceptron(x: Tensor2D, [first, firstBias, second, secondBias]: Synthesis['generator']): Tensor2D {
  return x.matMul<Tensor2D>(first).add<Tensor2D>(firstBias).relu().matMul<Tensor2D>(second).add(secondBias);
}

function squaredLength(x: Tensor): Tensor1D {
  return x.square().sum(1);
}

/** 0 with the slope of x. */
function slopeOnly(x: Scalar): Scalar {
  return x.sub(constant(x));
}

function averaged(average: Scalar, next: Scalar): Scalar {
  const begun = tf.less(average, noAverage).toFloat();
  const mixed = average.mul(0.9).add(next.mul(0.1));
  return begun.mul(mixed).add(tf.sub(1, begun).mul(next));
}
