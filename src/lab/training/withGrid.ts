import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { atLeastOne } from '../core/reduce';
import { tf, type Tensor1D, type Tensor2D } from '../core/tf';
import type { Criterion } from './criterion';
import type { GraphLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Nodes along each side of a grid. */
  side: 8,
  /** Whether edges across a border weigh as much, all together, as those within objects. */
  balanced: false,
};

/**
 * A loss on a graph, ready to train with, for images that stand in a square grid, such as patches of a scene:
 * `withGrid(losses.graphContrastive, {}, { side: 8 })`. A batch is grid after grid, row by row; each node has an edge to its
 * neighbours to the right and below, which crosses a border where their labels differ.
 * @throws LabError on an option that there is not; while training, on a batch that is no whole grids
 */
export function withGrid<O extends object>(
  loss: GraphLoss<O>,
  given: Partial<O> = {},
  grid: Partial<typeof defaults> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const { side, balanced } = withDefaults('withGrid', defaults, grid);
  checkPositiveInteger('withGrid', 'side', side);
  return {
    name,
    options: { ...options, side, balanced },
    compute({ embeddings, labels, memory }) {
      const edges = gridEdges(labels.size, side);
      const ends = tf.unstack(edges, 1).map((nodes) => tf.gather(labels, nodes as Tensor1D));
      const across = tf.notEqual(ends[0]!, ends[1]!).toFloat() as Tensor1D;
      const weights = balanced ? tf.onesLike(across).mul<Tensor1D>(oddsOf(across)) : undefined;
      return { loss: loss(embeddings, edges, across, options, weights), memory };
    },
  };
}

/** How many edges lie within objects for each that crosses a border. */
function oddsOf(across: Tensor1D) {
  return tf.sub(1, across).sum().div(atLeastOne(across.sum()));
}

/** int32 [E, 2] */
function gridEdges(nodes: number, side: number): Tensor2D {
  if (nodes % side ** 2 !== 0) {
    throw new LabError(`withGrid: a batch must be grids of ${side} x ${side}; got ${nodes} rows`);
  }
  const edges = Array.from({ length: nodes }, (_, at) => [
    ...((at + 1) % side === 0 ? [] : [[at, at + 1]]),
    ...((at + side) % side ** 2 < side ? [] : [[at, at + side]]),
  ]).flat();
  return tf.tensor2d(edges, [edges.length, 2], 'int32');
}
