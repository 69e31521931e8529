import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  optimizers,
  regularizers,
  samplers,
  withHeads,
  withRegularizer,
} from 'metric-lab';

const heads = 4;
/** Loss and separation see a head's direction alone, so each is brought to length 1. */
const network = (heads: number) =>
  models.unitSlices(
    models.channelHeads(models.conv4({ channels: 32, dimension: 64 }), { heads, dimension: 64 }),
    { slices: heads },
  );
const each = withHeads(losses.contrastive, { heads });

/** Four heads that are kept different, by a hinge or an adversary, left alone, and one head, as wide as all four. */
export default defineExperiment({
  paper: 'deml-hybrid-attention',
  data: data.glyphs(),
  model: network(heads),
  sampler: configure(samplers.mPerClass, { classes: 12, perClass: 4 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    one: { loss: losses.contrastive, model: network(1) },
    heads: { loss: each },
    separated: { loss: withRegularizer(each, regularizers.headSeparation, { weight: 0.2 }, { heads }) },
    adversary: { loss: withHeads(losses.contrastive, { heads, adversary: 1 }) },
  },
  // Heads kept different should do better than heads left alone: else it is ensembling, not decoupling.
  claim: { better: 'separated', than: 'heads', on: 'R@1' },
});
