import { normalised } from '../core/normalised';
import { choice } from '../core/options';
import { pairs, type PairMasks } from '../core/pairs';
import { tf, type Tensor2D } from '../core/tf';
import { cosineSimilarity } from '../distances/cosineSimilarity';
import { euclideanDistance } from '../distances/euclideanDistance';
import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

/** Keeps some of the pairs of a batch, by how near they are. */
export type Miner<M extends object> = (
  nearness: Tensor2D,
  pairs: PairMasks,
  options?: Partial<M>,
) => PairMasks;

/** What a miner is given, of rows of length 1. */
type Measure = 'euclidean' | 'similarity';
const measures: Readonly<Record<Measure, (a: Tensor2D, b: Tensor2D) => Tensor2D>> = {
  euclidean: euclideanDistance,
  similarity: cosineSimilarity,
};

/**
 * A pair loss on the pairs that a miner keeps, each of which counts once: `withMiner(losses.contrastive, miners.spanningTree)`, or
 * `withMiner(losses.contrastive, miners.multiSimilarityPairs, {}, {}, 'similarity')`.
 * @param mining options of the miner
 * @param given options of the pair loss
 * @param measure what the miner is given: the Euclidean distance of the embeddings at length 1, or their cosine similarity
 * @throws LabError on an option that there is not
 */
export function withMiner<O extends object, M extends object>(
  loss: PairLoss<O>,
  miner: Miner<M>,
  mining: Partial<M> = {},
  given: Partial<O> = {},
  measure: Measure = 'euclidean',
): Criterion {
  const { name, options } = resolved(loss, given);
  const mined = resolved(miner, mining);
  const compare = choice('withMiner', 'measure', measures, measure);
  const settings = Object.entries(mined.options).map(([key, value]) => [`${mined.name}.${key}`, value]);
  return {
    name: mined.name,
    options: { ...Object.fromEntries(settings), measure, loss: name, ...options },
    compute({ embeddings, labels, memory }) {
      const scored = tf.tidy(() => {
        const unit = normalised(embeddings);
        const { positive, negative } = miner(compare(unit, unit), pairs(embeddings, labels), mined.options);
        // Some miners say of how many triplets a pair is part.
        const comparable = positive.add(negative).minimum<Tensor2D>(1);
        return loss(embeddings, labels, options, { embeddings, labels, comparable });
      });
      return { loss: scored, memory };
    },
  };
}
