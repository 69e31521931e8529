import type { ImageSet } from '../lab/datasets/dataset';
import type { Embedded } from '../lab/numeric/embedded';
import { spread } from '../lab/numeric/spread';
import type { Training } from '../lab/training/training';
import type { Scored } from './scored';
import type { Trainee } from './trainRun';

/** Training images whose spread is looked at. */
const most = 256;

/** A training as a run sees it: with the validation classes that it is judged by, and without any test class. */
export function traineeOf(
  training: Training,
  { train, validation }: { readonly train: ImageSet; readonly validation: ImageSet },
  score: (embedded: Embedded) => Promise<Scored>,
): Trainee {
  const few = evenly(train, most);
  return {
    get step() {
      return training.step;
    },
    advance: (most) => training.advance(most),
    async validate() {
      if (validation.labels.length === 0) return {};
      return (await score(await training.embed(validation))).metrics;
    },
    spread: async () => spread(await training.embed(few)),
    drawn: () => ({
      classNames: train.classNames,
      draws: training.drawn(),
      images: train.labels.length,
    }),
    snapshot: () => training.snapshot(),
    restore: (checkpoint) => training.restore(checkpoint),
    restart: () => training.restart(),
  };
}

/** Images of a set, as many as asked for or all, at equal steps. */
function evenly(set: ImageSet, count: number): ImageSet {
  const { images, shape, labels } = set;
  const size = shape[0] * shape[1] * shape[2];
  const few = Math.min(count, labels.length);
  const rows = Array.from({ length: few }, (_, at) => Math.floor((at * labels.length) / few));
  const chosen = new Float32Array(few * size);
  rows.forEach((row, at) => chosen.set(images.subarray(row * size, (row + 1) * size), at * size));
  return {
    images: chosen,
    shape,
    labels: Int32Array.from(rows, (row) => labels[row]!),
    classNames: set.classNames,
  };
}
