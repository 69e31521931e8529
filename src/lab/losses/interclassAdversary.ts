import { described } from '../core/checkBatch';
import { gradientReversal } from '../core/gradientReversal';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../core/tf';

/** A perceptron from auxiliary embeddings to embeddings. */
export interface Projector {
  /** float32 [E, W], [W], [W, D], [D] */
  readonly weights: readonly [Tensor2D, Tensor, Tensor2D, Tensor];
}

/**
 * The adversary of MIC: a projector seeks in the auxiliary embedding what the class embedding holds, and both encoders
 * are trained against it.
 *
 *     l_d = -mean_b mean_d ( E_α  R(E_β) )²    R = a perceptron with one hidden layer and ReLU
 *
 * The slopes to both embeddings are reversed: the projector makes the correlation greater, the encoders make it less.
 * @paper mic-mining-interclass-characteristics, section 3.3; mean and lengths as in the authors' code
 * @reduction mean over rows and columns
 * @normalisation E_α, E_β and R(E_β) are brought to length 1
 * @detached nothing; the slopes to both embeddings have the other sign
 * @param embeddings float32 [B, D], of the class encoder
 * @param auxiliary float32 [B, E], of the auxiliary encoder
 * @returns float32 [], 0 or less
 * @throws LabError where the projector does not fit
 */
export function interclassAdversary(embeddings: Tensor2D, auxiliary: Tensor2D, projector: Projector): Scalar {
  const [first, firstBias, second, secondBias] = projector.weights;
  if (first.shape[0] !== auxiliary.shape[1] || second.shape[1] !== embeddings.shape[1]) {
    throw new LabError(
      `interclassAdversary: the projector must lead from ${auxiliary.shape[1]} to ${embeddings.shape[1]} columns; got ${described(first)} and ${described(second)}`,
    );
  }
  return tf.tidy(() => {
    const hidden: Tensor2D = gradientReversal(normalised(auxiliary))
      .matMul<Tensor2D>(first)
      .add(firstBias)
      .relu();
    const projected = normalised(hidden.matMul<Tensor2D>(second).add(secondBias));
    return gradientReversal(normalised(embeddings)).mul(projected).square().mean<Scalar>().neg();
  });
}
