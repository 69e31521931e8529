import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import type { Tensor2D } from '../core/tf';
import { asCriterion, type LossDefinition } from './configure';
import type { Criterion, CriterionInputs } from './criterion';

import type { Regularizer } from './lossFunctions';
import { resolved } from './resolved';

const defaults = {
  /** Factor on the term, λ. */
  weight: 1,
  /** What the term is computed on: embeddings, or weights of the loss by their name, such as proxies. */
  on: 'embeddings',
};

/**
 * A loss with a term added: `withRegularizer(losses.contrastive, regularizers.zeroMean, { weight: 0.1 })`, or on the
 * proxies of `withProxies(losses.softTriple)` by `{ on: 'proxies' }`. The result can be given another term.
 * @param loss a loss, ready to train with or by its defaults
 * @param term the term's weight, and what it is computed on
 * @param given options of the regularizer
 * @throws LabError on an option that there is not
 */
export function withRegularizer<O extends object>(
  loss: LossDefinition,
  regularizer: Regularizer<O>,
  term: Partial<typeof defaults> = {},
  given: Partial<O> = {},
): Criterion {
  const criterion = asCriterion(loss);
  const { name, options } = resolved(regularizer, given);
  const { weight, on } = withDefaults('withRegularizer', defaults, term);
  const settings = Object.entries({ weight, on, ...options });
  return {
    ...criterion,
    options: {
      ...criterion.options,
      ...Object.fromEntries(settings.map(([key, value]) => [`${name}.${key}`, value])),
    },
    compute(inputs) {
      const { loss: own, memory } = criterion.compute(inputs);
      return {
        loss: own.add(regularizer(regularized(criterion.name, on, inputs), options).mul(weight)),
        memory,
      };
    },
  };
}

function regularized(loss: string, on: string, { embeddings, weights }: CriterionInputs): Tensor2D {
  if (on === 'embeddings') return embeddings;
  const rows = weights[on];
  if (rows) return rows as Tensor2D;
  const names = ['embeddings', ...Object.keys(weights)].join(', ');
  throw new LabError(`withRegularizer: ${loss} has no weights '${on}'; 'on' may be one of ${names}`);
}
