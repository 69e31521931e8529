import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  optimizers,
  shuffled,
  withGrid,
  type Random,
} from 'metric-lab';

/** Whole scenes: the patches of each in their order. */
function* wholeScenes(
  labels: Int32Array,
  rng: Random,
  { classes = 2, perClass = 64 } = {},
): Generator<Int32Array> {
  const scenes = shuffled(Array(Math.floor(labels.length / perClass)).keys(), rng);
  for (let at = 0; at + classes <= scenes.length; at += classes) {
    const chosen = scenes.slice(at, at + classes);
    yield Int32Array.from(
      chosen.flatMap((scene) => Array.from({ length: perClass }, (_, node) => scene * perClass + node)),
    );
  }
}

/** Neighbours alone, borders weighted or not, against all pairs of the same scenes. Tested on textures never seen. */
export default defineExperiment({
  paper: 'point-cloud-oversegmentation',
  data: data.mosaics(),
  model: models.mlp({ hidden: [128, 128], dimension: 16 }),
  sampler: configure(wholeScenes, { classes: 2, perClass: 64 }),
  optimizer: optimizers.adam({ learningRate: 0.001 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    balanced: { loss: withGrid(losses.graphContrastive, {}, { side: 8, balanced: true }) },
    equal: { loss: withGrid(losses.graphContrastive, {}, { side: 8 }) },
    allPairs: { loss: losses.contrastive },
  },
  claim: { better: 'balanced', than: 'equal', on: 'R@1' },
});
