/**
 * Reference values of public libraries and of the papers' formulas, made in double precision: a file outside the
 * project, named by METRIC_LAB_GOLDENS. TensorFlow.js computes in float32, so they are compared to its precision.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface GoldenInput {
  readonly embeddings: number[][];
  readonly labels: number[];
}

export interface GoldenLoss {
  readonly id: string;
  readonly input: string;
  readonly params: Record<string, Json>;
  readonly weights?: Readonly<Record<string, string>>;
  /** A number, or 'NaN', 'Infinity', '-Infinity'. */
  readonly value?: number | string;
  /** Row-major; 'zeros' where all are 0; null where there is none. */
  readonly grad?: (number | string)[] | 'zeros' | null;
  readonly grad_weights?: Readonly<Record<string, (number | string)[] | 'zeros' | null>>;
  /** A second view of each row. */
  readonly ref_emb?: number[][];
  /** Distances of the labels of rows 1, 2, ... from that of row 0. */
  readonly gt_dist?: readonly number[];
  readonly error?: string;
}

export interface GoldenMiner {
  readonly id: string;
  readonly input?: string;
  readonly triplets?: number[][];
  readonly pos_pairs?: number[][];
  readonly neg_pairs?: number[][];
  readonly neg_probabilities?: number[];
  readonly error?: string;
}

export interface GoldenXbm {
  readonly loss: string;
  readonly memory_size: number;
  readonly step: number;
  readonly embeddings: number[][];
  readonly labels: number[];
  readonly value: number;
  readonly grad: number[] | 'zeros';
}

export interface GoldenSet {
  readonly query: number[][];
  readonly query_labels: number[];
  readonly reference?: number[][];
  readonly reference_labels?: number[];
}

export interface GoldenRecall {
  readonly name: string;
  readonly Ks: number[];
  readonly query: number[][];
  readonly query_labels: number[];
  readonly gallery?: number[][];
  readonly gallery_labels?: number[];
  readonly queries_without_positive: number;
  readonly euclidean: { readonly index_order: number[] };
  readonly cosine: { readonly index_order: number[] };
  /** A text where no query has a positive. */
  readonly euclidean_lone_excluded: number[] | string;
  readonly cosine_lone_excluded: number[] | string;
}

export interface GoldenClustering {
  readonly set: string;
  readonly normalised: boolean;
  readonly cluster_labels: number[];
  readonly NMI: number;
  readonly AMI: number;
  readonly ARI: number;
  readonly F1_roth: number;
  readonly 'rho_spectrum@1': number;
  readonly 'rho_spectrum@2': number;
  readonly 'rho_spectrum@-1': number;
  readonly 'dists@intra'?: number;
  readonly 'dists@inter'?: number;
  readonly 'dists@intra_over_inter'?: number;
}

export interface GoldenStatistics {
  readonly a: number[];
  readonly b: number[];
  readonly mean: number;
  readonly std_ddof1: number;
  readonly sem: number;
  readonly ci95: number[];
  readonly welch_t: number[];
  readonly paired_t: number[];
  readonly wilcoxon?: number[];
}

export interface Goldens {
  readonly inputs: Readonly<Record<string, GoldenInput>>;
  readonly weights: Readonly<Record<string, number[][] | number[]>>;
  readonly losses: readonly GoldenLoss[];
  readonly xbm: readonly GoldenXbm[];
  readonly distances: readonly { readonly id: string; readonly input: string; readonly matrix: number[] }[];
  readonly miners: readonly GoldenMiner[];
  readonly regularizers: readonly {
    readonly id: string;
    readonly weights: string;
    readonly value: number;
    readonly grad: number[];
  }[];
  readonly metric_sets: Readonly<Record<string, GoldenSet>>;
  readonly metrics: readonly {
    readonly set: string;
    readonly config: Readonly<Record<string, Json>>;
    readonly values: Readonly<Record<string, number | number[]>>;
  }[];
  readonly recall: readonly GoldenRecall[];
  readonly clustering: readonly GoldenClustering[];
  readonly csg: readonly { readonly input: string; readonly k_nearest: number; readonly csg: number }[];
  readonly statistics: readonly GoldenStatistics[];
}

/** Tests against the goldens; without them, a line that says why there are none, and a pending test. */
export function describeGoldens(title: string, tests: (goldens: Goldens) => void): void {
  if (all) describe(title, () => tests(all));
  else it.skip(title);
}

const all = read();

function read(): Goldens | null {
  const named = process.env['METRIC_LAB_GOLDENS'];
  const file = path.resolve(named ?? '../shared/goldens/golden.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Goldens;
  if (named !== undefined) throw new Error(`METRIC_LAB_GOLDENS names ${file}, which does not exist.`);
  console.log(`Golden tests skipped: no ${file}; METRIC_LAB_GOLDENS may name another file.`);
  return null;
}

/** How far float32 may be from the reference. */
export const tolerance = { relative: 2e-4, absolute: 2e-5 };

/** The largest excess over the tolerance, and where; null where all is well. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): string | null {
  if (actual.length !== expected.length) return `${actual.length} numbers, not ${expected.length}`;
  let worst = 0;
  let at = -1;
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected[i]!);
    const ratio = Math.abs(actual[i]! - expected[i]!) / allowed;
    if (!(ratio <= Math.max(1, worst))) [worst, at] = [ratio, i];
  }
  if (at < 0) return null;
  return `[${at}] is ${actual[at]}, not ${expected[at]}: ${worst.toPrecision(2)} x the tolerance`;
}
