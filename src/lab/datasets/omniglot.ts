import { LabError } from '../core/labError';
import { withDefaults } from '../core/options';
import { areaAverage } from './areaAverage';
import type { Dataset, DataFolders, ImageSet, Splits } from './dataset';
import { findFile, missingFiles, type DatasetFiles } from './datasetFiles';
import { imageSet, type ImageClass } from './imageSet';
import { readDrawings } from './pngArchive';

export const defaults = {
  /**
   * Which classes are which. 'small': all of images_background_small1 (5 alphabets, 136 classes) for training and
   * validation; for testing, the alphabets of images_background_small2 that small1 lacks (3 alphabets, 106 classes).
   */
  protocol: 'small' as const,
  /**
   * Classes cut from the training half for validation, 0 to 134: the last ones in order of their names. Whole alphabets
   * come last together, so the default of 26 is one whole alphabet that training never sees, Latin, just as the test
   * alphabets are new. 0: none, so train on all 136.
   */
  validation: 26,
};

export type OmniglotOptions = typeof defaults;

/** The two small archives of the data set's public home. */
export const omniglotFiles: DatasetFiles = {
  name: 'omniglot',
  summary: 'Handwritten characters, 20 people draw each; protocol small: 242 classes, 4,840 images',
  licence: 'MIT',
  home: 'https://github.com/brendenlake/omniglot/tree/master/python',
  urlBase: 'https://raw.githubusercontent.com/brendenlake/omniglot/master/python/',
  files: [
    {
      name: 'images_background_small1.zip',
      bytes: 1319022,
      sha256: 'f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4',
    },
    {
      name: 'images_background_small2.zip',
      bytes: 1580917,
      sha256: '3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f',
    },
  ],
};

/** Of the 136 classes of small1, 2 are left to train on. */
const mostValidation = 134;
const drawn = [105, 105] as const;
const reduced = [28, 28] as const;

/**
 * Omniglot, reduced from 105x105 to 28x28 by area average, ink = 1. A class is one character of one alphabet, drawn by
 * 20 people; its super-class is the alphabet.
 * @throws LabError on an unknown option, or a number of validation classes that leaves fewer than 2 to train on
 */
export function omniglot(options: Partial<OmniglotOptions> = {}): Dataset {
  const chosen = withDefaults('omniglot', defaults, options);
  if (chosen.protocol !== 'small') {
    throw new LabError(`omniglot: no protocol '${String(chosen.protocol)}'; it has 'small'`);
  }
  const { validation } = chosen;
  if (!Number.isInteger(validation) || validation < 0 || validation > mostValidation) {
    throw new LabError(
      `omniglot: validation must be a whole number of classes, 0 to ${mostValidation}; got ${validation}`,
    );
  }
  return { name: 'omniglot', options: chosen, load: (from) => load(validation, from) };
}

async function load(validation: number, { folders }: DataFolders): Promise<Splits> {
  const found = await Promise.all(omniglotFiles.files.map((file) => findFile(omniglotFiles, file, folders)));
  const missing = omniglotFiles.files.filter((_, at) => !found[at]);
  if (missing.length > 0) throw missingFiles(omniglotFiles, missing, folders);
  const [known, second] = found.map((archive) => classesOf(archive!.bytes, archive!.path));
  const alphabets = new Set(known!.map(alphabetOf));
  const unseen = second!.filter((one) => !alphabets.has(alphabetOf(one)));
  const kept = known!.length - validation;
  return {
    train: setOf(known!.slice(0, kept)),
    validation: setOf(known!.slice(kept)),
    test: setOf(unseen),
  };
}

const alphabetOf = ({ name }: Pick<ImageClass, 'name'>) => name.split('/')[0]!;
const setOf = (classes: readonly ImageClass[]): ImageSet => imageSet(classes, [...reduced, 1]);

/** The classes of an archive, `Alphabet/character07`, in order of their names. */
function classesOf(archive: Uint8Array, file: string): ImageClass[] {
  const classes = new Map<string, { images: Float32Array[]; names: string[] }>();
  for (const { path, ink } of readDrawings(archive, file, drawn, {
    entries: 20_000,
    bytesPerEntry: 65_536,
  })) {
    // images_background_small1/Latin/character01/0683_01.png
    const name = path.slice(1, 3).join('/');
    const one = classes.get(name) ?? { images: [], names: [] };
    one.images.push(areaAverage(ink, drawn, reduced));
    one.names.push(path.join('/'));
    classes.set(name, one);
  }
  return [...classes].map(([name, one]) => ({ name, superClass: alphabetOf({ name }), ...one }));
}
