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
const several = models.channelHeads(models.conv4({ channels: 32, dimension: 64 }), { heads, dimension: 64 });
const each = withHeads(losses.contrastive, { heads });

export default defineExperiment({
  paper: 'deml-hybrid-attention',
  data: data.glyphs(),
  model: several,
  sampler: configure(samplers.mPerClass, { classes: 12, perClass: 4 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 300,
  evaluateEvery: 50,
  variants: {
    one: { loss: losses.contrastive, model: models.conv4({ channels: 32, dimension: 64 }) },
    heads: { loss: each },
    separated: { loss: withRegularizer(each, regularizers.headSeparation, { weight: 0.2 }, { heads }) },
    adversary: { loss: withHeads(losses.contrastive, { heads, adversary: 1 }) },
  },
  // Heads kept different should do better than heads left alone: else it is ensembling, not decoupling.
  claim: { better: 'separated', than: 'heads', on: 'R@1' },
});
