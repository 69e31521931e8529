import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  samplers,
  withAuxiliaryEncoder,
  type Dataset,
  type ImageSet,
} from 'metric-lab';

const glyphs = data.glyphs({ classes: 200 });
const turns = 4;

/** Every drawing turned by 0 to 3 quarters, one after the other: a factor that all classes share. */
const turned: Dataset = {
  name: 'glyphs-turned',
  options: { ...glyphs.options, turns },
  async load(from) {
    const { train, validation, test } = await glyphs.load(from);
    return { train: turnedSet(train), validation: turnedSet(validation), test: turnedSet(test) };
  },
};

function turnedSet(set: ImageSet): ImageSet {
  const [side] = set.shape;
  const images = new Float32Array(set.images.length);
  set.labels.forEach((_, image) => {
    for (let at = 0; at < side * side; at++) {
      let [row, column] = [Math.floor(at / side), at % side];
      for (let turn = 0; turn < image % turns; turn++) [row, column] = [column, side - 1 - row];
      images[image * side * side + row * side + column] = set.images[image * side * side + at]!;
    }
  });
  return { ...set, images };
}

const margin = { negativeMargin: 0.9 };
/** The adversary is a mean over squares of unit vectors' products: γ = 250 at 128 columns is about 60 at 64. */
const auxiliary = { dimension: 64, hidden: 128, weight: 0 };
const batches = { clusters: 8, classes: 16, perClass: 4, refreshEvery: 50 };
const clustered = samplers.interclassCharacteristics(batches);

/**
 * A second head that learns what classes share, and an adversary that keeps it out of the first, against one head alone.
 * `auxiliary` has no adversary; `random` learns labels that mean nothing.
 */
export default defineExperiment({
  paper: 'mic-mining-interclass-characteristics',
  data: turned,
  model: models.conv4({ channels: 32 }),
  sampler: configure(samplers.mPerClass, { classes: 16, perClass: 4 }),
  steps: 400,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    adversarial: {
      loss: withAuxiliaryEncoder(losses.contrastive, { ...auxiliary, weight: 60 }, margin),
      sampler: clustered,
    },
    auxiliary: { loss: withAuxiliaryEncoder(losses.contrastive, auxiliary, margin), sampler: clustered },
    random: {
      loss: withAuxiliaryEncoder(losses.contrastive, auxiliary, margin),
      sampler: samplers.interclassCharacteristics({ ...batches, labels: 'random' }),
    },
    plain: { loss: configure(losses.contrastive, margin) },
  },
  claim: { better: 'adversarial', than: 'plain', on: 'R@1' },
});
