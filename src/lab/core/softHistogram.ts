import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf';

/**
 * A soft histogram of each row: a number shares its weight between the two nodes that it lies between.
 *
 *     h_br = Σ_m w_bm [1 - |x_bm - r|]₊      r = 0, ..., nodes - 1
 *
 * Costs O(B · M) however many nodes there are. The slope is that of x; weights are constants.
 * @param x float32 [B, M], 0 to nodes - 1
 * @param weights float32 [B, M]
 * @param nodes 2 or more
 * @returns float32 [B, nodes]
 */
export function softHistogram(x: Tensor2D, weights: Tensor2D, nodes: number): Tensor2D {
  const compute = tf.customGrad((given, save) => {
    const [rows, columns] = x.shape;
    const whole = (value: number) => tf.scalar(value, 'int32');
    const floor = (given as Tensor2D).floor().toInt();
    const below = tf.maximum(tf.minimum(floor, whole(nodes - 2)), whole(0)); // [B, M], within the nodes also of NaN
    const upper = (given as Tensor2D).sub(below.toFloat()).mul(weights); // the upper node's share
    const start = tf.range(0, rows * nodes, nodes, 'int32').expandDims(1);
    const places = below.add(start).reshape<Tensor1D>([rows * columns]);
    const put = (values: Tensor, at: Tensor): Tensor =>
      tf.scatterND(at.expandDims(1), values.reshape([rows * columns]), [rows * nodes]);
    (save as (tensors: Tensor[]) => void)([places, weights]);
    return {
      value: put(weights.sub(upper), places)
        .add(put(upper, places.add(whole(1))))
        .reshape([rows, nodes]),
      gradFunc: (dy: Tensor, [at, kept]: Tensor[]) => {
        const slope = dy.reshape<Tensor1D>([rows * nodes]);
        // From each node to the next, before the many places look it up.
        const rises = slope.slice(1).sub<Tensor1D>(slope.slice(0, rows * nodes - 1));
        return rises
          .gather(at as Tensor1D)
          .reshape([rows, columns])
          .mul(kept!);
      },
    };
  });
  return compute(x) as Tensor2D;
}
