import type { ReportedRow } from '../../protocol/results';
import type { RunConfig } from '../../protocol/run';
import { groupBy } from './groups';
import { stableKey } from './stableKey';

/** A condition in which a paper's figure and our runs are not the same. */
export interface Difference {
  readonly field: 'data' | 'net' | 'dim';
  /** As the paper has it; null where it does not say. */
  readonly reported: string | null;
  readonly ours: string;
}

/** What a figure must share with our runs to stand beside them. */
interface Conditions {
  readonly data: string | null;
  readonly net: string | null;
  readonly dim: string | null;
}

const fields = ['data', 'net', 'dim'] as const;

/**
 * The conditions in which a figure differs from our nearest configuration; empty where it is comparable. Names count as
 * equal by their letters and digits alone. A condition that the paper does not state counts as different.
 */
export function differences(reported: ReportedRow, ours: readonly RunConfig[]): readonly Difference[] {
  const theirs: Conditions = {
    data: reported.dataset,
    net: reported.backbone,
    dim: reported.dimension === null ? null : String(reported.dimension),
  };
  const candidates = ours.map((config) => apart(theirs, conditionsOf(config)));
  return candidates.reduce((least, next) => (next.length < least.length ? next : least), candidates[0] ?? []);
}

/** Our runs' configurations, each once as far as a comparison with a paper goes. */
export function distinctConditions(configs: readonly RunConfig[]): RunConfig[] {
  return [...groupBy(configs, (config) => stableKey(conditionsOf(config))).values()].map(([first]) => first!);
}

/** Our data set, network and embedding size in words: `omniglot-small, conv4, dim 64`. */
export function conditionsText(config: RunConfig): string {
  const { data, net, dim } = conditionsOf(config);
  return `${data}, ${net}, dim ${dim}`;
}

/** `data, net, dim 512 vs 64`, for a mark. */
export function shortDifferences(apart: readonly Difference[]): string {
  return apart
    .map(({ field, reported, ours }) => {
      if (reported === null) return `${field} not stated`;
      return field === 'dim' ? `dim ${reported} vs ${ours}` : field;
    })
    .join(', ');
}

/** `data CUB-200-2011, here omniglot-small`. */
export function differenceText({ field, reported, ours }: Difference): string {
  return `${field} ${reported ?? 'not stated'}, here ${ours}`;
}

function conditionsOf({ data, model }: RunConfig) {
  const { protocol } = data.options;
  return {
    data: typeof protocol === 'string' ? `${data.name}-${protocol}` : data.name,
    net: model.name,
    dim: String(model.dimension),
  };
}

function apart(theirs: Conditions, ours: ReturnType<typeof conditionsOf>): Difference[] {
  return fields
    .filter((field) => normalised(theirs[field]) !== normalised(ours[field]))
    .map((field) => ({ field, reported: theirs[field], ours: ours[field] }));
}

function normalised(name: string | null): string | null {
  return name === null ? null : name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
