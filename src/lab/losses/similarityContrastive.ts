import { checkBatch } from '../core/checkBatch';
import { above } from '../core/detached';
import { withDefaults } from '../core/options';
import { pairs, type Reference } from '../core/pairs';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';

/** The paper's value. */
export const defaults = {
  /** Similarity from which a negative pair counts, λ. */
  lambda: 0.5,
};

/**
 * Contrastive loss on cosine similarity, the pair loss that cross-batch memory is used with.
 *
 *     L = 1/B Σ_i ( Σ_{j∈P(i)} (1 - s_ij)  +  Σ_{j∈N(i), s_ij > λ} s_ij )
 *
 * A negative counts with its whole similarity, not with what is above λ: the slope is that of the hinge, the value is not.
 * @paper cross-batch-memory-xbm, the authors' code
 * @reduction sum over pairs, divided by the B anchors: it grows with the number of pairs
 * @normalisation embeddings are brought to length 1
 * @detached which negatives count
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what to compare the batch with, where not with itself
 * @returns float32 []
 */
export function similarityContrastive(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('similarityContrastive', embeddings, labels);
  const { lambda } = withDefaults('similarityContrastive', defaults, options);
  return tf.tidy('similarityContrastive', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const s = cosineSimilarity(embeddings, others); // [B, M]
    const pull = tf.sub(1, s).mul(positive); // [B, M]
    const push = s.mul(above(s, lambda)).mul(negative); // [B, M]
    return pull.add(push).sum<Scalar>().div(embeddings.shape[0]);
  });
}
