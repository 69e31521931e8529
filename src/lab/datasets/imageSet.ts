import type { ImageSet } from './dataset';

/** The images of one class, each row-major [height, width, channels]. */
export interface ImageClass {
  readonly name: string;
  /** The greater class that it belongs to, by name; all classes of a set have one, or none has. */
  readonly superClass?: string;
  readonly images: readonly Float32Array[];
  /** Where each image comes from, such as its file; all classes of a set say it, or none does. */
  readonly names?: readonly string[];
}

/** Classes side by side, labelled in the order given. No classes make an empty set. */
export function imageSet(classes: readonly ImageClass[], shape: ImageSet['shape']): ImageSet {
  const size = shape[0] * shape[1] * shape[2];
  const all = classes.flatMap((one) => one.images);
  const images = new Float32Array(all.length * size);
  all.forEach((image, at) => images.set(image, at * size));
  const labels = Int32Array.from(classes.flatMap((one, label) => one.images.map(() => label)));
  const names = classes.flatMap((one) => one.names ?? []);
  const classNames = classes.map((one) => one.name);
  const set = { images, shape, labels, classNames, ...(names.length > 0 && { names }) };
  if (!classes[0]?.superClass) return set;
  const superNames = [...new Set(classes.map((one) => one.superClass!))];
  const superLabels = labels.map((label) => superNames.indexOf(classes[label]!.superClass!));
  return { ...set, superLabels, superNames };
}
