import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import { interclassAdversary } from '../losses/interclassAdversary';
import { initialiseLinear } from '../models/linear';
import type { Criterion } from './criterion';
import type { PairLoss } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Parts of an embedding, J; the network's, such as models.channelHeads. */
  heads: 3,
  /** Factor on the adversary between each two heads; 0 for none. */
  adversary: 0,
  /** Width of the adversary's hidden layer. */
  hidden: 64,
};

/**
 * A pair loss on each head of an embedding by itself: `withHeads(losses.contrastive, { heads: 3, adversary: 1 })`.
 *
 *     L = Σ_j loss(f_j) + λ Σ_{j<k} l_d(f_j, f_k)
 *
 * The adversary l_d (`interclassAdversary`, its slopes to the heads reversed) seeks in one head what the other holds. The
 * code of hybrid attention's authors has `headSeparation` in its place: `withRegularizer(withHeads(...), ...)`.
 * @param given options of the pair loss, for every head
 * @throws LabError on an option that there is not, or in training, where the heads do not divide the embedding
 */
export function withHeads<O extends object>(
  loss: PairLoss<O>,
  ofHeads: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const { name, options } = resolved(loss, given);
  const settings = withDefaults('withHeads', defaults, ofHeads);
  const { heads, adversary, hidden } = settings;
  checkPositiveInteger('withHeads', 'heads', heads);
  checkPositiveInteger('withHeads', 'hidden', hidden);
  const all = Array.from({ length: heads }, (_, at) => at);
  const couples = all.flatMap((first) => all.slice(first + 1).map((second) => [first, second] as const));
  const projector = ([first, second]: readonly [number, number]) => `projector${first + 1}${second + 1}`;
  return {
    name: 'heads',
    options: {
      ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`heads.${key}`, value])),
      loss: name,
      ...options,
    },
    ...(adversary !== 0 && {
      ownWeights: {
        learningRateScale: 1,
        initialise({ dimension }, rng) {
          const width = dimension / heads;
          const layers = couples.map((couple) => ({
            ...initialiseLinear(`${projector(couple)}.1`, width, hidden, rng),
            ...initialiseLinear(`${projector(couple)}.2`, hidden, width, rng),
          }));
          return Object.assign({}, ...layers);
        },
      },
    }),
    compute({ embeddings, labels, weights, memory }) {
      const dimension = embeddings.shape[1];
      if (dimension % heads !== 0) {
        throw new LabError(`withHeads: ${heads} heads do not divide embeddings of ${dimension} numbers`);
      }
      const parts = tf.split(embeddings, heads, 1) as Tensor2D[];
      const terms = parts.map((part): Scalar => loss(part, labels, options));
      const against = (adversary === 0 ? [] : couples).map((couple): Scalar => {
        const [first, second] = couple;
        const of = (key: string) => weights[`${projector(couple)}.${key}`]!;
        return interclassAdversary(parts[first]!, parts[second]!, {
          weights: [of('1.weight') as Tensor2D, of('1.bias'), of('2.weight') as Tensor2D, of('2.bias')],
        }).mul(adversary);
      });
      return { loss: tf.addN([...terms, ...against]), memory };
    },
  };
}
