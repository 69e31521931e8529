/**
 * The run record: the files of one run under `.metric-lab/runs/<run-id>/`, and the only interface between the runner,
 * which writes them, and everybody else, who only reads.
 *
 *     run.json       what was run; written once, atomically; a folder without it is not a run
 *     events.jsonl   what happened, a line each, append-only; a torn line is ignored
 *     checkpoints/   last.safetensors to go on from, and the best by validation, best-<step>.safetensors
 *     result.json    the final scores; atomic, once; only the `end` line comes after it
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
    readonly claim?: { readonly better: string; readonly than: string; readonly on: string };
  };
  readonly variant: string;
  readonly seed: number;
  readonly config: RunConfig;
  readonly backend: string;
  /** The processor or graphics card in words. */
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly git?: { readonly commit: string; readonly dirty: boolean };
  /** Arguments after `metric-lab` that run this again. */
  readonly command: readonly string[];
}

/** Scores by name (`R@1`, `MAP@R`, ...), fractions of 1. */
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
  /** How that step was chosen. */
  readonly selectedOn: 'validation' | 'last';
  readonly metrics: {
    /** Test classes, untrained network. */
    readonly untrained: Metrics;
    /** Validation classes at the selected step. */
    readonly validation: Metrics;
    /** Test classes at the selected step. */
    readonly test: Metrics;
  };
  /** Wall time of training, seconds, over all attempts. */
  readonly seconds: number;
}

/** `finished` once result.json is there; `interrupted`: no end was written and the process is gone. */
export type RunState = 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';
