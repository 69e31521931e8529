import type { Options } from '../core/options';

/** Labelled images in memory. */
export interface ImageSet {
  /** float32, row-major [count, height, width, channels], 0 to 1; of drawings ink = 1. */
  readonly images: Float32Array;
  /** [height, width, channels] */
  readonly shape: readonly [number, number, number];
  /** One per image: 0 to classes - 1, an index into `classNames`. */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  /** One per image: where it comes from, such as its file. No two splits may share one. */
  readonly names?: readonly string[];
  /** One per image: 0 to super-classes - 1, where classes belong to greater ones (characters to alphabets). */
  readonly superLabels?: Int32Array;
  /** Of each super-class, by its label: those of one name are one, in whichever split they are. */
  readonly superNames?: readonly string[];
  /** Numbers of each image besides its class, T each: float32, row-major [count, T]. Each split has as many, or none. */
  readonly targets?: Float32Array;
}

/**
 * Three sets without a class in common. Test is scored once, at the end of a run. Validation may be empty: then the
 * weights of the last step are scored.
 */
export interface Splits {
  readonly train: ImageSet;
  readonly validation: ImageSet;
  readonly test: ImageSet;
  /** Images that were left out, as equal ones are scored; see `Dataset.duplicates`. */
  readonly leftOut?: { readonly train: number; readonly validation: number };
}

/** Where a data set may look for its files, and keep what it makes of them. */
export interface DataFolders {
  /** Folders to search, the user's own first. A data set looks for its files in each and in a subfolder of its name. */
  readonly folders: readonly string[];
  /** A folder where what took long to make may be kept; undefined: nothing is. */
  readonly cache?: string;
  /** Is told, in a line, of what takes long. */
  readonly say?: (line: string) => void;
}

export const duplicateRules = ['refuse', 'leaveOut'] as const;

export interface Dataset {
  readonly name: string;
  readonly options: Options;
  /**
   * What is done about an image for training or validation that is equal, in every pixel, to one by which is scored: `refuse`, the
   * default, the data set, or leave that image out, where the equal one for validation or testing stays.
   */
  readonly duplicates?: (typeof duplicateRules)[number];
  /** @throws LabError that says which files are missing, where they were looked for and how to get them */
  load(from: DataFolders): Promise<Splits>;
}
