import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { tf, type Scalar, type Tensor2D } from '../core/tf';
import { defaults as ofPaper, hardnessAware, noAverage } from '../losses/hardnessAware';
import { initialiseLinear } from '../models/linear';
import type { Criterion } from './criterion';
import { noiseOfDraws } from './drawnNegatives';

const defaults = {
  ...ofPaper,
  /** Width of the generator's hidden layer. */
  hidden: 512,
  /** Learning rate of the generator, as a multiple of the network's; the authors' is 143 times that of a trained network. */
  generatorScale: 10,
  /** Learning rate of the classifier, likewise; the authors' is 14 times. */
  classifierScale: 1,
};

/**
 * Hardness-aware metric learning on triplets, with a generator and a classifier of its own: `withHardSynthesis()`. The
 * network must have a `head`, as conv4, mlp and the residual networks do.
 * @throws LabError on an option that there is not, or in training, where the network has no `head`
 */
export function withHardSynthesis(given: Partial<typeof defaults> = {}): Criterion {
  const options = withDefaults('withHardSynthesis', defaults, given);
  const { hidden, generatorScale, classifierScale, ...settings } = options;
  checkPositiveInteger('withHardSynthesis', 'hidden', hidden);
  return {
    name: 'hardnessAware',
    options,
    ownWeights: {
      learningRateScale: (name) => (name.startsWith('generator') ? generatorScale : classifierScale),
      initialise: ({ features, dimension, classes }, rng) => ({
        ...initialiseLinear('generator1', dimension, hidden, rng),
        ...initialiseLinear('generator2', hidden, features, rng),
        ...initialiseLinear('classifier', features, classes, rng),
      }),
    },
    initialMemory: () => ({ average: tf.scalar(noAverage) }),
    drawNoise: ({ batch }, rng) => noiseOfDraws(2, batch, rng),
    compute({ embeddings, labels, features, head, weights, noise, memory }) {
      if (!features || !head) {
        throw new LabError('withHardSynthesis: the network has no features; it needs a head');
      }
      const matrix = (name: string) => weights[`${name}.weight`] as Tensor2D;
      const bias = (name: string) => weights[`${name}.bias`]!;
      const { loss, average } = hardnessAware(
        embeddings,
        labels,
        {
          features,
          head,
          generator: [matrix('generator1'), bias('generator1'), matrix('generator2'), bias('generator2')],
          classifier: [matrix('classifier'), bias('classifier')],
          average: memory['average'] as Scalar,
          uniform: noise['uniform'] as Tensor2D,
        },
        settings,
      );
      return { loss, memory: { average } };
    },
  };
}
