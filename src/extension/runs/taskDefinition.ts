/** What stands in tasks.json for a run, as the manifest's `taskDefinitions` describe it. */
export interface TrainDefinition {
  /** Experiment file, from the workspace folder. */
  readonly experiment: string;
  readonly variant?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly backend?: string;
  /** Id of the run, or of the sweep, to go on with. */
  readonly resume?: string;
  /** Many runs in one task, some at once: a sweep. */
  readonly sweep?: SweepDefinition;
}

export interface SweepDefinition {
  /** All of the experiment where they are left out. */
  readonly variants?: readonly string[];
  /** How many, or which; all of the experiment where they are left out. */
  readonly seeds?: number | readonly number[];
  readonly folds?: number;
  readonly search?: 'random' | 'halving';
  readonly trials?: number;
  /** Runs at once. */
  readonly jobs?: number;
  /** With `resume`: tries the failed runs once more. */
  readonly retry?: boolean;
}

/** What is wrong with a value, after its name; null where it is sound. */
type Check = (value: unknown) => string | null;

const text: Check = (value) =>
  typeof value === 'string' && /^[^-]/.test(value) ? null : 'must be a text that is not empty';
const texts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((one) => text(one) === null)
    ? null
    : 'must be a list of names';
const whole =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least
      ? null
      : `must be a whole number of at least ${least}`;
const seeds: Check = (value) =>
  (
    Array.isArray(value)
      ? value.length > 0 && value.every((one) => whole(0)(one) === null)
      : whole(1)(value) === null
  )
    ? null
    : 'must be how many seeds, or a list of them';
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    names.includes(value as string) ? null : `must be one of ${names.join(', ')}`;
const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
const group: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'must be an object';

const checks: Readonly<Record<string, Check>> = {
  ...{ variant: text, seed: whole(0), steps: whole(1), backend: text, resume: text, sweep: group },
};
const sweepChecks: Readonly<Record<string, Check>> = {
  ...{ variants: texts, seeds, folds: whole(2), search: oneOf('random', 'halving'), trials: whole(2) },
  ...{ jobs: whole(1), retry: flag },
};

/** A user's definition checked, or what is wrong with it in words. */
export function parseDefinition(
  value: Readonly<Record<string, unknown>>,
): TrainDefinition | { problem: string } {
  if (text(value['experiment']) !== null) {
    return { problem: '"experiment" must name an experiment file, from the workspace folder' };
  }
  const problem =
    problemOf(value, checks) ??
    (value['sweep'] === undefined ? null : problemOf(value['sweep'] as object, sweepChecks, 'sweep.'));
  return problem === null ? (value as unknown as TrainDefinition) : { problem };
}

function problemOf(value: object, known: Readonly<Record<string, Check>>, prefix = ''): string | null {
  for (const [name, check] of Object.entries(known)) {
    const given: unknown = Reflect.get(value, name);
    const problem = given === undefined ? null : check(given);
    if (problem !== null) return `"${prefix}${name}" ${problem}`;
  }
  return null;
}

/** Arguments of the runner for a definition. */
export function trainArguments({ experiment, resume, sweep, ...flags }: TrainDefinition): string[] {
  const { variant, seed, steps, backend } = flags;
  const on = given('resume', resume);
  if (!sweep) {
    const run = [...given('variant', variant), ...given('seed', seed)];
    return ['train', experiment, ...run, ...given('steps', steps), ...given('backend', backend), ...on];
  }
  const { variants, folds, search, trials, jobs, retry } = sweep;
  return [
    ...['sweep', experiment, ...given('variant', variants?.join(',') ?? variant)],
    ...[
      ...given('seeds', seedsText(sweep.seeds ?? (seed === undefined ? undefined : [seed]))),
      ...given('folds', folds),
    ],
    ...[...given('search', search), ...given('trials', trials), ...given('steps', steps)],
    ...[...given('backend', backend), ...given('jobs', jobs), ...on, ...(retry ? ['--retry'] : [])],
  ];
}

const given = (flag: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`--${flag}`, String(value)];

/** To the runner a lone number says how many. */
const seedsText = (wanted: SweepDefinition['seeds']): string | undefined =>
  typeof wanted === 'object' ? `${wanted.join(',')}${wanted.length === 1 ? ',' : ''}` : wanted?.toString();

/** `circle-loss.experiment.ts, circle, seed 3`, `circle-loss.experiment.ts, sweep, 5 seeds` */
export function taskName({ experiment, variant, seed, resume, sweep }: TrainDefinition): string {
  const file = experiment.slice(experiment.lastIndexOf('/') + 1);
  const parts = [
    ...[file, variant, seed === undefined ? undefined : `seed ${seed}`],
    ...(sweep ? sweepInWords(sweep) : []),
    resume && `${sweep?.retry ? 'retry' : 'resume'} ${resume}`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

function sweepInWords({ variants, seeds: wanted, folds, search }: SweepDefinition): string[] {
  return [
    'sweep',
    ...(variants ? [variants.join(' ')] : []),
    ...(wanted === undefined
      ? []
      : [typeof wanted === 'number' ? `${wanted} seeds` : `seeds ${wanted.join(' ')}`]),
    ...(folds === undefined ? [] : [`${folds} folds`]),
    ...(search === undefined ? [] : [`${search} search`]),
  ];
}
