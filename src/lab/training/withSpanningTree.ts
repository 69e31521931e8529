import { normalised } from '../core/normalised';
import { pairs } from '../core/pairs';
import { tf } from '../core/tf';
import { euclideanDistance } from '../distances/euclideanDistance';
import { spanningTree } from '../miners/spanningTree';
import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

/**
 * A pair loss whose positives are those of each class's minimum spanning tree in the batch, by the distance of unit
 * vectors: `withSpanningTree(losses.contrastive)`. All negatives count.
 * @param given options of the pair loss
 * @throws LabError on an option that there is not
 */
export function withSpanningTree<O extends object>(loss: PairLoss<O>, given: Partial<O> = {}): Criterion {
  const { name, options } = resolved(loss, given);
  return {
    name: 'spanningTree',
    options: { loss: name, ...options },
    compute({ embeddings, labels, memory }) {
      const scored = tf.tidy(() => {
        const { positive, negative } = pairs(embeddings, labels);
        const unit = normalised(embeddings);
        const comparable = spanningTree(euclideanDistance(unit, unit), positive).add<typeof unit>(negative);
        return loss(embeddings, labels, options, { embeddings, labels, comparable });
      });
      return { loss: scored, memory };
    },
  };
}
