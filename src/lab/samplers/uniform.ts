import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { shuffled, type Random } from '../core/random';

/** As many rows as SimCLR's smallest batches. */
export const defaults = {
  /** Rows of a batch, all views counted. */
  batchSize: 256,
  /** How often each image stands in its batch: 2 for losses on two augmented views. */
  views: 1,
};

/**
 * Random batches: images without regard to their classes.
 *
 * One epoch goes once through the images, in fresh random order; what is left at the end and does not fill a batch is
 * dropped. A class has in a batch as many images as chance gives it, often one or none: for losses on instances. All
 * images are met in time. With views, a batch holds its images in order, once for each view.
 * @paper invariant-spreading-instance-feature, its batches of random images, each beside an augmented view of itself
 * @param labels one per sample of the data set
 * @returns batches of `batchSize` indices of samples
 * @throws LabError where the views do not fill a batch, or there are fewer images than it needs
 */
export function* uniform(
  labels: Int32Array,
  rng: Random,
  options: Partial<typeof defaults> = {},
): Generator<Int32Array> {
  const { batchSize, views } = withDefaults('uniform', defaults, options);
  checkPositiveInteger('uniform', 'batchSize', batchSize);
  checkPositiveInteger('uniform', 'views', views);
  if (batchSize % views > 0) {
    throw new LabError(`uniform: batchSize must be a multiple of views, ${views}; got ${batchSize}`);
  }
  const images = batchSize / views;
  if (images > labels.length) {
    throw new LabError(
      `uniform: a batch takes ${images} images, but the data has only ${labels.length}; lower batchSize`,
    );
  }
  const order = shuffled(labels.keys(), rng);
  for (let at = 0; at + images <= order.length; at += images) {
    const chosen = order.slice(at, at + images);
    yield Int32Array.from(Array.from({ length: views }, () => chosen).flat());
  }
}
