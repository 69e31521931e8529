import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import { classFolders, type ClassFolder } from './classFolders';
import { duplicateRules, type DataFolders, type Dataset, type ImageSet, type Splits } from './dataset';
import { decodedPictures } from './decodedPictures';

export const defaults = {
  /** Pixels of a side of the squares that pictures become. */
  size: 64,
  /** Share of a picture's shorter side that is kept, around the middle, above 0 to 1. Resize to 256, crop 224: 0.875. */
  crop: 1,
  /** 3: red, green, blue; 1: grey. */
  channels: 3,
  /** Whether dark and light change places. Photographs: no. Ink on white paper: yes, then ink = 1 as in the drawings of other data sets. */
  invert: false,
  /**
   * Share of the training classes that are kept for validation, 0 to below 1: the last ones in order of their names. 0.25 is one
   * of the Reality Check's four folds. 0: none.
   */
  validation: 0.25,
  /**
   * What is done where a picture for training or validation is equal, as it is fitted, to one by which is scored: 'refuse' the
   * data set, or 'leaveOut' that picture; the record counts them, and test keeps all.
   */
  duplicates: 'refuse' as (typeof duplicateRules)[number],
};

export type ImageFolderOptions = typeof defaults;

const who = 'imageFolder';

/** Numbers that a data set may have, four bytes each: it is held in memory. */
const mostNumbers = 2 ** 30;

/**
 * Pictures in folders, one folder a class: `data.imageFolder('CUB_200_2011/images', { size: 64 })` reads
 * `CUB_200_2011/images/<class>/<picture>.jpg`. The first half of the classes in order of their names is for training and validation,
 * the second half for testing, as is usual with CUB-200-2011, Cars196 and Stanford Online Products. Pictures, JPEG or PNG, become
 * squares, 0 to 1; what was decoded is kept for the next time.
 * @param folder absolute, or in one of the folders where data sets are looked for: --data, METRIC_LAB_DATA, the workspace
 * @throws LabError on an option that does not fit; when it is loaded, on what in the folder does not
 */
export function imageFolder(folder: string, options: Partial<ImageFolderOptions> = {}): Dataset {
  if (typeof folder !== 'string' || folder === '') {
    throw new LabError(`${who}: name the folder, such as data.imageFolder('CUB_200_2011/images')`);
  }
  const chosen = withDefaults(who, defaults, options);
  const { size, crop, channels, invert, validation, duplicates } = chosen;
  checkPositiveInteger(who, 'size', size);
  if (!(crop > 0 && crop <= 1)) throw new LabError(`${who}: crop must be above 0 and at most 1; got ${crop}`);
  if (channels !== 1 && channels !== 3)
    throw new LabError(`${who}: channels must be 3 or 1; got ${channels}`);
  if (!(validation >= 0 && validation < 1)) {
    throw new LabError(`${who}: validation must be at least 0 and below 1; got ${validation}`);
  }
  if (!duplicateRules.includes(duplicates)) {
    throw new LabError(`${who}: duplicates must be one of ${duplicateRules.join(', ')}; got '${duplicates}'`);
  }
  return {
    name: who,
    options: { folder, ...chosen },
    duplicates,
    load: async (from) => {
      const classes = await classFolders(who, await find(folder, from));
      const sizes = splitSizes(classes.length, validation);
      checkFits(classes, size, channels);
      const pictures = classes.flatMap((one) => one.pictures);
      const pixels = await decodedPictures(who, pictures, { size, crop, channels, invert }, from);
      return splitsOf(classes, sizes, pixels, [size, size, channels]);
    },
  };
}

async function find(folder: string, { folders }: DataFolders): Promise<string> {
  const places = path.isAbsolute(folder) ? [folder] : folders.map((one) => path.join(one, folder));
  for (const place of places) {
    const found = await stat(place).catch(() => null);
    if (found?.isDirectory()) return place;
  }
  throw new LabError(
    `${who}: no folder '${folder}'; looked for\n${places.map((place) => `  ${place}\n`).join('')}` +
      'Name it absolutely, or say where it lies with --data DIR',
  );
}

/** How many classes, in order of their names, each split has. */
interface SplitSizes {
  readonly train: number;
  readonly validation: number;
}

function splitSizes(classes: number, share: number): SplitSizes {
  const half = Math.floor(classes / 2);
  const validation = Math.round(half * share);
  const train = half - validation;
  if (train >= 2) return { train, validation };
  throw new LabError(
    `${who}: of ${classes} classes the first half is for training and validation, which leaves ${train} to train on; 2 are needed` +
      (validation > 0 ? ': take more classes, or a smaller share for validation' : ''),
  );
}

function checkFits(classes: readonly ClassFolder[], size: number, channels: number): void {
  const count = classes.reduce((sum, { pictures }) => sum + pictures.length, 0);
  if (count * size * size * channels <= mostNumbers) return;
  const largest = Math.floor(Math.sqrt(mostNumbers / (count * channels)));
  throw new LabError(
    `${who}: ${count} pictures of ${size} x ${size} x ${channels} take more than the ${mostNumbers / 2 ** 28} GiB of memory` +
      ` that a data set may have; a size of ${largest} would do`,
  );
}

function splitsOf(
  classes: readonly ClassFolder[],
  { train, validation }: SplitSizes,
  pixels: Uint8Array,
  shape: ImageSet['shape'],
): Splits {
  const each = shape[0] * shape[1] * shape[2];
  let before = 0;
  const next = (taken: readonly ClassFolder[]): ImageSet => {
    const names = taken.flatMap(({ pictures }) => pictures.map(({ name }) => name));
    const bytes = pixels.subarray(before * each, (before + names.length) * each);
    before += names.length;
    const images = new Float32Array(bytes.length);
    for (let at = 0; at < bytes.length; at++) images[at] = bytes[at]! / 255;
    return {
      images,
      shape,
      labels: Int32Array.from(taken.flatMap(({ pictures }, label) => pictures.map(() => label))),
      classNames: taken.map(({ name }) => name),
      names,
    };
  };
  return {
    train: next(classes.slice(0, train)),
    validation: next(classes.slice(train, train + validation)),
    test: next(classes.slice(train + validation)),
  };
}
