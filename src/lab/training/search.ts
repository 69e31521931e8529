import { LabError } from '../core/labError';
import { random, type Random } from '../core/random';
import type { Variant } from './experiment';

/** What a number is drawn from. Both ends may come out of `integer`; of the others the lower one alone. */
export interface Distribution {
  readonly kind: 'uniform' | 'logUniform' | 'integer';
  readonly low: number;
  readonly high: number;
}

type Value = number | string | boolean;

/** One value of these, each as likely. */
type Choices = readonly Value[];

/** What a search looks through: settings by name. */
export type Space = Readonly<Record<string, Distribution | Choices>>;

/** One draw from a space. */
export type Settings<S extends Space> = {
  readonly [Name in keyof S]: S[Name] extends Choices ? S[Name][number] : number;
};

/** A draw from some space. */
export type Drawn = Readonly<Record<string, Value>>;

/** A space, and what a variant becomes with settings from it. `V` is what may be given of a variant. */
export interface SearchDefinition<V> {
  readonly space: Space;
  variant(settings: Drawn): V;
}

/** The trials of a variant. Trial 0 is the variant as it is written, so that a search never does worse than that. */
export interface Search {
  /** What a trial draws; null for trial 0. @param trial counts from 0 */
  settings(trial: number): Drawn | null;
  /** @throws LabError where the drawn settings make no variant */
  variant(trial: number): Variant;
}

/**
 * Settings to look for, and the variant that they make:
 * `search.over({ margin: search.uniform(0.1, 0.5) }, (settings) => ({ loss: configure(losses.circle, settings) }))`.
 * A list is a choice: `{ distance: ['cosineSimilarity', 'dotProduct'] }`.
 */
export function over<const S extends Space, V>(
  space: S,
  variant: (settings: Settings<S>) => V,
): SearchDefinition<V> {
  if (Object.keys(space).length === 0) throw new LabError('search.over: the space is empty; name a setting');
  for (const [name, from] of Object.entries<unknown>(space)) checkSource(name, from);
  // What is drawn from this space has its names and types.
  return { space, variant: variant as SearchDefinition<V>['variant'] };
}

/** Any number from `low` to `high`, each as likely. */
export const uniform = (low: number, high: number) => distribution('uniform', low, high);

/** From `low` to `high`, which are greater than 0, each magnitude as likely: for learning rates and scales. */
export const logUniform = (low: number, high: number) => distribution('logUniform', low, high);

/** A whole number from `low` to `high`, both included. */
export const integer = (low: number, high: number) => distribution('integer', low, high);

/** A draw, which depends on the seed, the variant and the trial alone. @param trial from 1 */
export function draw(space: Space, seed: number, variant: string, trial: number): Drawn {
  const rng = random(seed, 'search', variant, trial);
  return Object.fromEntries(Object.entries(space).map(([name, from]) => [name, drawOne(from, rng)]));
}

function drawOne(from: Distribution | Choices, rng: Random): Value {
  if (isChoices(from)) return from[rng.integer(from.length)]!;
  const { kind, low, high } = from;
  switch (kind) {
    case 'integer':
      return low + rng.integer(high - low + 1);
    case 'uniform':
      return low + (high - low) * rng.uniform();
    case 'logUniform':
      return low * (high / low) ** rng.uniform();
  }
}

function distribution(kind: Distribution['kind'], low: number, high: number): Distribution {
  const both = [low, high];
  const fits = { uniform: Number.isFinite, logUniform: isPositive, integer: Number.isSafeInteger }[kind];
  if (!both.every(fits) || low >= high) {
    const what = { uniform: 'numbers', logUniform: 'numbers greater than 0', integer: 'whole numbers' }[kind];
    throw new LabError(
      `search.${kind} takes two ${what}, the lower first; got ${String(low)} and ${String(high)}`,
    );
  }
  return { kind, low, high };
}

function checkSource(name: string, from: unknown): void {
  if (isChoices(from) ? from.length > 0 : isDistribution(from)) return;
  throw new LabError(
    `search.over: '${name}' must be a list of values, or search.uniform, search.logUniform or search.integer`,
  );
}

const isChoices = (from: unknown): from is Choices => Array.isArray(from);
const isDistribution = (from: unknown): from is Distribution =>
  typeof from === 'object' && from !== null && 'kind' in from && 'low' in from && 'high' in from;
const isPositive = (value: number) => Number.isFinite(value) && value > 0;
