import { LabError } from '../core/labError';
import { choice, withDefaults } from '../core/options';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Optimizer } from './optimizer';

const defaults = {
  /** How the learning rate falls: 'constant' not at all, 'step' by a factor now and then, 'cosine' along half a wave. */
  decay: 'cosine',
  /** Steps in which it rises from near 0 in even parts, before it falls. */
  warmUp: 0,
  /** 'cosine': the step at which it has come down; the experiment's `steps`, as a rule. */
  steps: 1000,
  /** 'cosine': where it comes down to, as a part of the full learning rate. */
  least: 0,
  /** 'step': steps from one fall to the next. */
  every: 1000,
  /** 'step': what each fall leaves of it. */
  factor: 0.1,
};

type Settings = typeof defaults;

/** What is left of the learning rate `step` steps after the warm-up; 0 is the first. */
const decays: Readonly<Record<string, (step: number, settings: Settings) => number>> = {
  constant: () => 1,
  step: (step, { every, factor }) => factor ** Math.floor(step / every),
  cosine: (step, { steps, warmUp, least }) => {
    const progress = Math.min(1, step / Math.max(1, steps - warmUp));
    return least + ((1 - least) * (1 + Math.cos(Math.PI * progress))) / 2;
  },
};

/**
 * An optimizer whose learning rate changes from step to step:
 * `withSchedule(optimizers.adam(), { decay: 'cosine', steps: 600, warmUp: 50 })`.
 * The rate is a number of the step alone, so a run that goes on after a stop finds the same one; and it enters a
 * compiled step as an input, so nothing is compiled anew.
 * @throws LabError on a setting that there is not, or that is out of range
 */
export function withSchedule(optimizer: Optimizer, given: Partial<Settings> = {}): Optimizer {
  const settings = withDefaults('withSchedule', defaults, given);
  const { warmUp, steps, every, least, factor } = settings;
  const decay = choice('withSchedule', 'decay', decays, settings.decay);
  checkPositiveInteger('withSchedule', 'steps', steps);
  checkPositiveInteger('withSchedule', 'every', every);
  check('warmUp', warmUp, Number.isInteger(warmUp) && warmUp >= 0, 'a whole number of at least 0');
  check('least', least, least >= 0 && least <= 1, 'a number from 0 to 1');
  check('factor', factor, factor >= 0 && factor <= 1, 'a number from 0 to 1');
  const recorded = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`schedule.${name}`, value]),
  );
  return {
    ...optimizer,
    options: { ...optimizer.options, ...recorded },
    schedule: (step) => (step <= warmUp ? step / warmUp : decay(step - 1 - warmUp, settings)),
  };
}

function check(name: string, value: number, holds: boolean, expected: string): void {
  if (!holds) throw new LabError(`withSchedule: ${name} must be ${expected}; got ${value}`);
}
