/** What stands in tasks.json for a run, as the manifest's `taskDefinitions` describe it. */
export interface TrainDefinition {
  /** Experiment file, from the workspace folder. */
  readonly experiment: string;
  readonly variant?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly backend?: string;
  /** Id of the run to go on with. */
  readonly resume?: string;
}

/** A user's definition checked, or what is wrong with it in words. */
export function parseDefinition(
  value: Readonly<Record<string, unknown>>,
): TrainDefinition | { problem: string } {
  const { experiment } = value;
  if (typeof experiment !== 'string' || !/^[^-]/.test(experiment)) {
    return { problem: '"experiment" must name an experiment file, from the workspace folder' };
  }
  for (const name of ['variant', 'backend', 'resume']) {
    const given = value[name];
    if (given !== undefined && (typeof given !== 'string' || given === '')) {
      return { problem: `"${name}" must be a text that is not empty` };
    }
  }
  for (const [name, least] of [
    ['seed', 0],
    ['steps', 1],
  ] as const) {
    const given = value[name];
    if (given !== undefined && !(Number.isSafeInteger(given) && (given as number) >= least)) {
      return { problem: `"${name}" must be a whole number of at least ${least}` };
    }
  }
  return value as unknown as TrainDefinition;
}

/** Arguments of the runner for a definition. */
export function trainArguments({ experiment, resume, ...flags }: TrainDefinition): string[] {
  const named = ['variant', 'seed', 'steps', 'backend'] as const;
  const given = named.flatMap((name) =>
    flags[name] === undefined ? [] : [`--${name}`, String(flags[name])],
  );
  return ['train', experiment, ...given, ...(resume === undefined ? [] : ['--resume', resume])];
}

/** `circle-loss.experiment.ts, circle, seed 3` */
export function taskName({ experiment, variant, seed, resume }: TrainDefinition): string {
  const file = experiment.slice(experiment.lastIndexOf('/') + 1);
  const parts = [
    file,
    variant,
    seed === undefined ? undefined : `seed ${seed}`,
    resume && `resume ${resume}`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}
