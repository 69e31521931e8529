import { checkRows, described } from '../core/checkBatch';
import { LabError } from '../core/labError';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { root } from '../core/root';
import { checkPositive } from '../core/positive';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';

/** The values of the authors' code. */
export const defaults = {
  /** Distance where the pull between neighbours turns from quadratic to linear, δ. */
  delta: 0.2,
  /** Distance that neighbours across a border shall have; the paper's is 1. */
  margin: 1,
};

/**
 * Graph-structured contrastive loss: neighbours in a graph are drawn together within an object, and pushed apart across
 * its border. Pairs that are no edges do not count.
 *
 *     L = 1/|E| ( Σ_{within} φ(f_i - f_j) + Σ_{across} μ_ij [1 - |f_i - f_j|]₊ )
 *     φ(x) = δ ( √(1 + |x|² / δ²) - 1 )
 *
 * @paper point-cloud-oversegmentation, equations 3 to 5
 * @reduction mean over all E edges
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [N, D], one for each node
 * @param edges int32 [E, 2], the two nodes of each edge, 0 to N - 1
 * @param across float32 [E], 1 for an edge between two objects, 0 for one within an object
 * @param weights float32 [E], μ: how much a missed border would cost, which the paper reckons from the sizes of the two
 *   segments and the length of their border; 1 where left out
 * @returns float32 []
 */
export function graphContrastive(
  embeddings: Tensor2D,
  edges: Tensor2D,
  across: Tensor1D,
  options: Partial<typeof defaults> = {},
  weights?: Tensor1D,
): Scalar {
  const count = checkEdges(embeddings, edges, across, weights);
  const { delta, margin } = withDefaults('graphContrastive', defaults, options);
  checkPositive('graphContrastive', { delta });
  return tf.tidy('graphContrastive', () => {
    const nodes = normalised(embeddings);
    const end = (side: number) =>
      tf.gather(nodes, edges.slice([0, side], [count, 1]).reshape<Tensor1D>([count]));
    const squared = end(0).squaredDifference(end(1)).sum<Tensor1D>(1); // [E]
    const pull = squared
      .div(delta ** 2)
      .add(1)
      .sqrt()
      .sub(1)
      .mul<Tensor1D>(delta);
    const push = tf
      .sub<Tensor1D>(margin, root(squared, 1e-12))
      .relu()
      .mul<Tensor1D>(weights ?? 1);
    return pull.mul(tf.sub(1, across)).add(push.mul(across)).mean<Scalar>();
  });
}

function checkEdges(embeddings: Tensor2D, edges: Tensor, across: Tensor, weights?: Tensor): number {
  checkRows('graphContrastive', 'embeddings', embeddings);
  const [count = 0] = edges.shape;
  const expected = [
    ['edges', edges, `int32 [${count}, 2]`],
    ['across', across, `float32 [${count}]`],
    ['weights', weights, `float32 [${count}]`],
  ] as const;
  for (const [name, tensor, wanted] of expected) {
    if (tensor && described(tensor) !== wanted) {
      throw new LabError(`graphContrastive: ${name} must be ${wanted}; got ${described(tensor)}`);
    }
  }
  if (count === 0) throw new LabError('graphContrastive: needs at least 1 edge; got none');
  return count;
}
