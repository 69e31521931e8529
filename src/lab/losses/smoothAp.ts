import { checkBatch } from '../core/checkBatch';
import { normalised } from '../core/normalised';
import { withDefaults } from '../core/options';
import { everyOther, pairs, type Reference } from '../core/pairs';
import { reduce } from '../core/reduce';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../core/tf';

/** The paper's value. */
export const defaults = {
  /** Temperature of the sigmoid that stands for a step, τ. */
  temperature: 0.01,
};

/**
 * Smooth-AP: the mean average precision of a batch, with ranks counted by sigmoids.
 *
 *     L = mean_q  1 - 1/|P| Σ_{i∈P} R(i, P) / R(i, P ∪ N)
 *     R(i, S) = 1 + Σ_{j∈S, j≠i} σ((s_qj - s_qi) / τ)
 *
 * s is cosine similarity; P are the query's positives, itself among them, and N its negatives. Goes through B · M² pairs of
 * results, in O(B · M) memory.
 * @paper smooth-ap, the Smooth-AP loss
 * @reduction mean over the queries that have another positive
 * @normalisation embeddings are brought to length 1
 * @detached nothing
 * @param embeddings float32 [B, D]
 * @param labels int32 [B]
 * @param reference what queries are compared with, where not with the batch itself
 * @returns float32 [], 0 to 1
 */
export function smoothAp(
  embeddings: Tensor2D,
  labels: Tensor1D,
  options: Partial<typeof defaults> = {},
  reference?: Reference,
): Scalar {
  checkBatch('smoothAp', embeddings, labels);
  const { temperature } = withDefaults('smoothAp', defaults, options);
  return tf.tidy('smoothAp', () => {
    const { others, positive, negative } = pairs(embeddings, labels, reference);
    const [queries, results] = [normalised(embeddings), normalised(others)];
    // The query is a result of itself, in a column of its own.
    const itself = queries.square().sum<Tensor2D>(1, true); // [B, 1]
    const s = tf.concat([queries.matMul<Tensor2D>(results, false, true), itself], 1); // [B, M + 1]
    const right = tf.concat([positive, tf.onesLike(itself)], 1);
    const wrong = tf.concat([negative, tf.zerosLike(itself)], 1);
    const terms = tf.sub<Tensor1D>(1, smoothPrecision(s.div(temperature), right, wrong)); // [B]
    return reduce(terms, positive.max(1), 'mean');
  });
}

/** Pairs of results held at once. */
const pairsAtOnce = 2 ** 20;

/**
 * The smooth average precision of each row, in O(B · M) memory: the slope is counted along with the value.
 * @param x float32 [B, M], similarities over the temperature
 * @param right float32 [B, M], 1 for the right results; at least one in a row
 * @param wrong float32 [B, M], 1 for the wrong ones
 * @returns float32 [B]
 */
function smoothPrecision(x: Tensor2D, right: Tensor2D, wrong: Tensor2D): Tensor1D {
  const [rows, columns] = x.shape;
  const width = Math.max(1, Math.floor(pairsAtOnce / (rows * columns)));
  const compute = tf.customGrad((given, save) => {
    const others = everyOther(columns);
    const blocks: ReturnType<typeof precisionBlock>[] = [];
    for (let at = 0; at < columns; at += width) {
      const size = Math.min(width, columns - at);
      const part = (all: Tensor2D) => all.slice([0, at], [rows, size]);
      // Without a scope of its own each block would be held until the last is done.
      blocks.push(
        tf.tidy(() =>
          precisionBlock(part(given as Tensor2D), part(right), others.slice([at, 0], [size, columns]), {
            x: given as Tensor2D,
            right,
            all: right.add(wrong),
          }),
        ),
      );
    }
    const count = right.sum<Tensor2D>(1, true); // [B, 1]
    const ofBlocks = tf.concat(
      blocks.map(({ ofBlock }) => ofBlock),
      1,
    );
    const ofAll = tf.addN(blocks.map((block) => block.ofAll));
    (save as (tensors: Tensor[]) => void)([ofAll.sub(ofBlocks).div(count)]);
    return {
      value: tf.addN(blocks.map(({ precision }) => precision)).div(count.squeeze([1])),
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved[0]!.mul(dy.expandDims(1)),
    };
  });
  return compute(x) as Tensor1D;
}

/** A few results `x` float32 [B, P], ranked among all. */
function precisionBlock(
  x: Tensor2D,
  right: Tensor2D,
  others: Tensor2D,
  results: Readonly<Record<'x' | 'right' | 'all', Tensor2D>>,
) {
  const ahead = results.x.expandDims(1).sub(x.expandDims(2)).sigmoid(); // [B, P, M]
  const counted = others.expandDims(0).mul(results.all.expandDims(1));
  const among = results.right.expandDims(1);
  const rankOfAll = ahead.mul(counted).sum(2, true).add(1); // [B, P, 1]
  const rank = ahead.mul(counted).mul(among).sum(2, true).add(1);
  const slope = ahead
    .mul(tf.sub(1, ahead))
    .mul(counted)
    .mul(among.sub(rank.div(rankOfAll)).div(rankOfAll))
    .mul(right.expandDims(2));
  return {
    precision: rank.div(rankOfAll).squeeze<Tensor2D>([2]).mul(right).sum<Tensor1D>(1),
    ofBlock: slope.sum<Tensor2D>(2),
    ofAll: slope.sum<Tensor2D>(1),
  };
}
