import { checkBatch } from '../core/checkBatch';
import { detached } from '../core/detached';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { everyOther, type Reference } from '../core/pairs';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../core/tf';

export const defaults = {
  /** Embeddings that the memory holds, M; the paper has up to the whole training set, the authors' code this by default. */
  size: 8192,
  /** Steps without the memory at first, while embeddings still move fast; the paper needs about 1000 of 35,000. */
  warmUp: 0,
  /** Factor on the loss within the batch, added to that against the memory. */
  batchWeight: 0,
};

/** Settings published elsewhere under the same name. */
export const variants = {
  /** The authors' own code for Stanford Online Products. */
  authors: { size: 55000, warmUp: 1000, batchWeight: 1 },
} satisfies Record<string, Partial<typeof defaults>>;

/** The embeddings of the last batches, oldest first. */
export type Memory = {
  /** float32 [M, D] */
  readonly embeddings: Tensor2D;
  /** int32 [M]; -1 where the place is still empty */
  readonly labels: Tensor1D;
  /** float32 [], steps so far */
  readonly steps: Scalar;
};

/** A memory without embeddings. */
export function emptyMemory(size: number, dimension: number): Memory {
  return {
    embeddings: tf.zeros([size, dimension]),
    labels: tf.fill([size], -1, 'int32'),
    steps: tf.scalar(0),
  };
}

/**
 * Cross-batch memory: a pair loss between the batch and the embeddings of many batches before it.
 *
 *     L = loss(batch, memory)    memory = the last M embeddings, this batch among them, as constants
 *
 * A row is not compared with its own copy in the memory.
 * @paper cross-batch-memory-xbm, algorithm 1
 * @reduction that of the pair loss, over the pairs of batch and memory
 * @normalisation that of the pair loss; the memory holds embeddings as the network gives them
 * @detached the memory
 * @param embeddings float32 [B, D]
 * @param labels int32 [B], 0 or more
 * @param memory as the last step left it; its size M must be B or more
 * @param pairLoss called with the memory as reference
 * @returns the loss, float32 [], and the memory after this step
 */
export function crossBatchMemory(
  embeddings: Tensor2D,
  labels: Tensor1D,
  memory: Memory,
  pairLoss: (embeddings: Tensor2D, labels: Tensor1D, reference?: Reference) => Scalar,
  options: Partial<typeof defaults> = {},
): { readonly loss: Scalar; readonly memory: Memory } {
  checkBatch('crossBatchMemory', embeddings, labels);
  const { warmUp, batchWeight } = withDefaults('crossBatchMemory', defaults, options);
  return tf.tidy(() => {
    const next = enqueued(memory, embeddings, labels);
    const reference = { ...next, comparable: comparable(next.labels, labels.size) };
    const across = pairLoss(embeddings, labels, reference);
    if (warmUp === 0 && batchWeight === 0) return { loss: across, memory: next };
    const within = pairLoss(embeddings, labels);
    const warm = tf.greater(next.steps, warmUp).toFloat();
    const weight = tf.sub(1, warm).add(warm.mul(batchWeight)); // of the batch: 1 at first, then `batchWeight`
    return { loss: across.mul(warm).add<Scalar>(within.mul(weight)), memory: next };
  });
}

/** The memory with the batch at its end and as many of the oldest left out. */
function enqueued(memory: Memory, embeddings: Tensor2D, labels: Tensor1D): Memory {
  const [batch, size] = [labels.size, memory.labels.size];
  if (batch > size) {
    throw new LabError(
      `crossBatchMemory: the memory holds ${size}, less than a batch of ${batch}; raise size`,
    );
  }
  const constant = detached((rows: Tensor2D): Tensor2D => rows.clone())(embeddings);
  return {
    embeddings: tf.concat([memory.embeddings.slice([batch, 0], [size - batch, -1]), constant], 0),
    labels: tf.concat([memory.labels.slice(batch, size - batch), labels], 0),
    steps: memory.steps.add(1),
  };
}

/** Which rows of the memory each row of the batch makes a pair with: float32 [B, M]. */
function comparable(memoryLabels: Tensor1D, batch: number): Tensor2D {
  const older = tf.ones([batch, memoryLabels.size - batch], 'bool');
  const others = tf.concat([older, everyOther(batch).toBool()], 1);
  return tf.logicalAnd(others, tf.greaterEqual(memoryLabels, 0).expandDims(0)).toFloat() as Tensor2D;
}
