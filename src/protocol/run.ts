/**
 * The run record: the files of one run under `.metric-lab/runs/<run-id>/`, and the only interface between the runner,
 * which writes them, and everybody else, who only reads.
 *
 *     run.json       what was run; written once, atomically; a folder without it is not a run
 *     events.jsonl   what happened, a line each, append-only; a torn line is ignored
 *     lock           which process works on it; gone when none does, and without meaning when that one died
 *     dirty.patch    how the code differed from its commit, where it did
 *     checkpoints/   last.safetensors to go on from, and the best by validation, best-<step>.safetensors
 *     result.json    the final scores; atomic, once; only the `end` line comes after it
 *     gallery.json, gallery.png, projection.json, projection.safetensors   what the scores were made of, to look at; optional
 */

/** Schema version of run.json and result.json. A reader refuses a newer one by name. */
export const schemaVersion = 1;

/** An idea and its settings: `{ name: 'circle', options: { margin: 0.4, gamma: 80 } }`. */
export interface Configured {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface RunConfig {
  readonly data: Configured;
  readonly model: Configured & { readonly dimension: number };
  readonly sampler: Configured;
  readonly loss: Configured;
  readonly optimizer: Configured;
  /** Absent where training images are used as they are. */
  readonly augmentation?: Configured;
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly recallAt: readonly number[];
}

/** Which classes a run trains on, chooses by, and is scored on. */
export interface RunSplit {
  /** SHA-256 over the names of the classes, split by split: two runs with one hash saw the same classes. */
  readonly hash: string;
  /** Where validation classes are one of several folds: which, from 0, of how many, and how they are cut. */
  readonly fold?: { readonly index: number; readonly of: number; readonly cut: 'realityCheck' | 'full' };
  readonly classes: SplitSizes;
  readonly images: SplitSizes;
  /** Images that were left out, as equal ones are scored; absent where none was to be. */
  readonly leftOut?: Pick<SplitSizes, 'train' | 'validation'>;
}

export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** What an experiment claims of two of its variants: that one scores higher on a metric. */
export interface RunClaim {
  readonly better: string;
  readonly than: string;
  readonly on: string;
}

/** run.json */
export interface RunRecord {
  readonly schema: typeof schemaVersion;
  /** Folder name: `20261121-093012-circle-s0-3f9a`. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly experiment: {
    /** Relative to the workspace folder that holds `.metric-lab`, with forward slashes. */
    readonly file: string;
    readonly paper?: string;
    /** SHA-256 of the experiment as run, its own imports included. */
    readonly codeHash: string;
    /** SHA-256 of the file's own code, as an editor can compute it (src/runs/fileHash.ts); absent in records of early versions. */
    readonly fileHash?: string;
    readonly claim?: RunClaim;
  };
  readonly variant: string;
  readonly seed: number;
  readonly config: RunConfig;
  /** The classes that it sees; absent in records of early versions. */
  readonly split?: RunSplit;
  /** The sweep that it is a part of. */
  readonly sweep?: { readonly id: string };
  /** Whose settings it has of the experiment's search; absent where they are as written. */
  readonly trial?: number;
  /** True where test classes were left out, as in a search: nothing is scored on them, and `metrics.test` is empty. */
  readonly validationOnly?: true;
  /** How it was asked to choose its step; absent: by validation. */
  readonly select?: RunResult['selectedOn'];
  readonly backend: string;
  /** The processor or graphics card in words. */
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly git?: {
    readonly commit: string;
    readonly dirty: boolean;
    /** The difference of tracked files from the commit; up to 1 MiB it stands in dirty.patch. */
    readonly patch?: { readonly sha256: string; readonly bytes: number };
  };
  /** Arguments after `metric-lab` that run this again. */
  readonly command: readonly string[];
}

/**
 * Scores by name: `R@1`, `MAP@R`, `R-Precision`, fractions of 1; and how embeddings lie, each in its own unit: `spectral decay`,
 * `intra-class distance`, `inter-class distance`, `intra/inter`, `spread`.
 */
export type Metrics = Readonly<Record<string, number>>;

interface EventBase {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Steps finished. */
  readonly step: number;
}

/** A line of events.jsonl. */
export type RunEvent =
  /** A process begins or goes on. Lines with a later step that stand before it belong to a lost attempt: readers drop them. */
  | (EventBase & { readonly type: 'start'; readonly pid: number; readonly host: string })
  | (EventBase & { readonly type: 'step'; readonly loss: number; readonly stepsPerSecond: number })
  /** `step` is the step whose weights were scored; a later line with the same split and step replaces an earlier one. */
  | (EventBase & {
      readonly type: 'evaluation';
      readonly split: 'validation' | 'test';
      readonly metrics: Metrics;
      /** True where this is the best validation so far, whose weights are kept. */
      readonly best?: boolean;
    })
  | (EventBase & { readonly type: 'warning'; readonly message: string })
  | (EventBase & {
      readonly type: 'end';
      readonly state: 'finished' | 'stopped' | 'failed';
      readonly message?: string;
    });

/** result.json. Nothing in `metrics` depends on the clock: same seed and backend, same values, bit for bit. */
export interface RunResult {
  readonly schema: typeof schemaVersion;
  /** Step whose weights were scored on test. */
  readonly step: number;
  /** How that step was chosen. `oracle`: by the scores on test, which no fair comparison may do; never ranked first. */
  readonly selectedOn: 'validation' | 'last' | 'oracle';
  readonly metrics: {
    /** Test classes, untrained network. */
    readonly untrained: Metrics;
    /** Test classes, pixels as embeddings; absent in records of early versions. */
    readonly pixels?: Metrics;
    /** Validation classes at the selected step. */
    readonly validation: Metrics;
    /** Test classes at the selected step. */
    readonly test: Metrics;
  };
  /** Queries of test whose class has no other image: they have nothing to find, and are not scored. */
  readonly loneQueries?: number;
  /** How often the sampler drew from each training class: a class that is never drawn is not trained on. */
  readonly coverage?: {
    readonly classes: number;
    readonly never: number;
    readonly least: number;
    readonly most: number;
  };
  /** Wall time of training, seconds, over all attempts. */
  readonly seconds: number;
}

/**
 * gallery.json: what test queries find, worst first. The pictures stand in gallery.png, tiles of one size, row by row.
 * Optional: readers must do without it, and trust none of its numbers.
 */
export interface Gallery {
  readonly schema: typeof schemaVersion;
  /** Pixels of a tile, and tiles in a row of gallery.png. */
  readonly tile: { readonly width: number; readonly height: number };
  readonly columns: number;
  /** A picture each, in the order of gallery.png. */
  readonly items: readonly { readonly className: string; readonly index: number }[];
  readonly queries: readonly {
    /** Index into `items`. */
    readonly item: number;
    /** R-Precision's AP, 0 to 1. */
    readonly averagePrecision: number;
    /** Nearest first. */
    readonly neighbours: readonly {
      readonly item: number;
      readonly similarity: number;
      readonly same: boolean;
    }[];
  }[];
}

/**
 * projection.json: embeddings of test classes in the plane, by principal components. Optional. `embeddings` of the same items
 * stand in projection.safetensors, float32 [items, dimension].
 */
export interface Projection {
  readonly schema: typeof schemaVersion;
  /** Share of the variance that each axis holds, 0 to 1. */
  readonly explained: readonly [number, number];
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Index into `classNames`, for each point. */
  readonly labels: readonly number[];
  readonly classNames: readonly string[];
  /** Index of the item within test, for each point. */
  readonly items: readonly number[];
}

/** `finished` once result.json is there; `interrupted`: no end was written and the process is gone. */
export type RunState = 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';
