import {
  configure,
  data,
  defineExperiment,
  losses,
  models,
  shuffled,
  withSides,
  type Random,
} from 'metric-lab';

/** Of each class an image with all of its meanings, beside one with a single meaning. */
function* wholeAndPart(
  labels: Int32Array,
  rng: Random,
  { classes = 32, perClass = 2 } = {},
): Generator<Int32Array> {
  const things = shuffled(new Set(labels), rng);
  const images = Math.floor(labels.length / things.length);
  const one = (thing: number, part: number) =>
    labels.indexOf(thing) + 2 * rng.integer(images / 2) + (part % perClass);
  for (let at = 0; at + classes <= things.length; at += classes) {
    const chosen = things.slice(at, at + classes);
    yield Int32Array.from(chosen.flatMap((thing) => [one(thing, 0), one(thing, 1)]));
  }
}

const network = models.conv4({ channels: 32, dimension: 64 });
/** So many embeddings of an image, each brought to length 1. */
const heads = (count: number, options = {}) => ({
  model: models.unitSlices(network, { slices: count }),
  loss: withSides(losses.multipleInstance, { heads: count, ...options }),
});

/**
 * Several embeddings of a thing with several meanings, of which the best pair counts, against one as wide as all of them.
 * The scores compare the embeddings of an image as one row, not by their best pair: less than the paper asks.
 */
export default defineExperiment({
  paper: 'pvse',
  data: data.meanings(),
  model: network,
  sampler: configure(wholeAndPart, { classes: 32, perClass: 2 }),
  steps: 300,
  evaluateEvery: 50,
  seeds: [0, 1, 2, 3, 4],
  variants: {
    two: heads(2),
    one: heads(1),
    four: heads(4),
    alike: heads(2, { diversity: 0 }),
  },
  claim: { better: 'two', than: 'one', on: 'MAP@R' },
});
