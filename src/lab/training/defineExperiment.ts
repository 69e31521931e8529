import { LabError } from '../core/labError';
import { checkPositiveInteger } from '../core/positiveInteger';
import type { Random } from '../core/random';
import type { Augmentation } from '../augmentations/augmentation';
import type { Dataset } from '../datasets/dataset';
import { foldCuts, foldDefaults, type FoldSettings } from '../datasets/folds';
import type { Model } from '../models/model';
import { adam } from './adam';
import type { Sampler } from './batches';
import { asCriterion, configure, type LossDefinition } from './configure';
import type { Criterion } from './criterion';
import type { Claim, Experiment, MetricName, Variant } from './experiment';
import type { Optimizer } from './optimizer';
import { draw, type Search, type SearchDefinition } from './search';

/** A sampler with its settings, or a generator function of labels, used with its defaults. */
export type SamplerDefinition = Sampler | ((labels: Int32Array, rng: Random) => Generator<Int32Array>);

/** What can differ between variants. */
export interface VariantDefinition {
  readonly loss?: LossDefinition;
  readonly sampler?: SamplerDefinition;
  readonly model?: Model;
  readonly optimizer?: Optimizer;
  /** How training images are changed, each time anew, such as augmentations.affine(). @default not at all */
  readonly augmentation?: Augmentation;
}

/** What `defineExperiment` takes; `Name` is that of a variant. */
export interface ExperimentDefinition<Name extends string = string> extends VariantDefinition {
  /** Id of the paper in the library, such as 'circle-loss'. */
  readonly paper?: string;
  readonly data: Dataset;
  readonly model: Model;
  readonly sampler: SamplerDefinition;
  /** Of every variant that has none of its own. */
  readonly loss?: LossDefinition;
  /** @default optimizers.adam({ learningRate: 0.001 }) */
  readonly optimizer?: Optimizer;
  /** Training steps of a run. */
  readonly steps: number;
  /** Steps between two evaluations on the validation classes. @default a tenth of the steps */
  readonly evaluateEvery?: number;
  /** The K of Recall@K. @default [1, 2, 4, 8] */
  readonly recallAt?: readonly number[];
  /** What is compared, by name. @default one variant, named after its loss where the name will do, else 'loss' */
  readonly variants?: Readonly<Record<Name, VariantDefinition>>;
  /** One run of each variant for each. @default [0, 1, 2, 3, 4] */
  readonly seeds?: readonly number[];
  /**
   * Cross-validation over classes: into how many parts the training half is cut, each for validation in turn, and by which cut.
   * @default the data set's own validation classes
   */
  readonly folds?: number | Partial<FoldSettings>;
  /** What should be observed. */
  readonly claim?: Claim<NoInfer<Name>>;
  /**
   * Settings to search for, by variant, on the validation classes alone; each variant gets as many trials. What a trial leaves
   * out it takes from its variant: `{ circle: search.over({ gamma: search.logUniform(16, 512) }, (settings) => ({ loss:
   * configure(losses.circle, settings) })) }`.
   */
  readonly search?: Readonly<Record<string, SearchDefinition<VariantDefinition>>>;
}

const who = 'defineExperiment';
const variantKeys = ['loss', 'sampler', 'model', 'optimizer', 'augmentation'];
const keys = [
  ...['paper', 'data', 'model', 'sampler', 'loss', 'optimizer', 'augmentation', 'steps'],
  ...['evaluateEvery', 'recallAt', 'variants', 'seeds', 'folds', 'claim', 'search'],
];

/** It stands in run ids and on the command line. */
const variantName = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

const anAugmentation = 'an augmentation, such as augmentations.affine()';
const adaptiveMethods = ['initialState', 'refresh', 'draw'];

const defined = new WeakSet();

/**
 * An experiment, checked and with every default filled in. An experiment file exports it by default.
 * @throws LabError that names the setting, its value and what it should be
 */
export function defineExperiment<Name extends string>(definition: ExperimentDefinition<Name>): Experiment {
  checkObject('its argument', definition, 'an object of settings');
  checkKeys(who, definition, keys);
  const { paper, data, model, sampler, augmentation, steps, claim } = definition;
  if (paper !== undefined && typeof paper !== 'string')
    fail('paper', "the id of a paper, such as 'circle-loss'", paper);
  checkMade('data', data, ['load'], 'a data set, such as data.glyphs()');
  checkMade('model', model, ['initialise', 'apply'], 'a network, such as models.conv4()');
  const optimizer = definition.optimizer ?? adam();
  checkMade('optimizer', optimizer, ['initialise', 'update'], 'an optimizer, such as optimizers.adam()');
  if (augmentation) checkMade('augmentation', augmentation, ['apply'], anAugmentation);
  checkPositiveInteger(who, 'steps', steps);
  const evaluateEvery = definition.evaluateEvery ?? Math.max(1, Math.round(steps / 10));
  checkPositiveInteger(who, 'evaluateEvery', evaluateEvery);
  const recallAt = wholeNumbers('recallAt', definition.recallAt ?? [1, 2, 4, 8], 1);
  const seeds = wholeNumbers('seeds', definition.seeds ?? [0, 1, 2, 3, 4], 0);
  const variants = variantsOf(definition);
  if (claim !== undefined) checkClaim(claim, Object.keys(variants), recallAt);
  const experiment: Experiment = {
    paper,
    data,
    model,
    sampler: samplerOf('sampler', sampler),
    optimizer,
    augmentation,
    steps,
    evaluateEvery,
    recallAt,
    variants,
    seeds,
    folds: foldsOf(definition.folds),
    claim,
    search: searchesOf(definition, seeds[0]!),
  };
  defined.add(experiment);
  return experiment;
}

/** Whether a value, such as a file's default export, came from `defineExperiment`. */
export function isExperiment(value: unknown): value is Experiment {
  return typeof value === 'object' && value !== null && defined.has(value);
}

function foldsOf(folds: ExperimentDefinition['folds']): Experiment['folds'] {
  if (folds === undefined) return undefined;
  const given = typeof folds === 'number' ? { folds } : folds;
  checkObject('folds', given, "a number, or an object such as { folds: 4, cut: 'realityCheck' }");
  checkKeys(`${who}: folds`, given, Object.keys(foldDefaults));
  const { folds: of = foldDefaults.folds, cut = foldDefaults.cut } = given;
  if (!Number.isSafeInteger(of) || of < 2) fail('folds', 'a whole number of at least 2', of);
  if (!foldCuts.includes(cut)) fail('folds.cut', `one of ${foldCuts.join(', ')}`, cut);
  return { of, cut };
}

function variantsOf({ loss, variants }: ExperimentDefinition): Record<string, Variant> {
  if (variants === undefined) {
    if (loss === undefined) throw new LabError(`${who}: give a loss, or variants that have one each`);
    const only = lossOf('loss', loss);
    return { [onlyVariant(only)]: { loss: only } };
  }
  checkObject('variants', variants, 'an object, such as { circle: { loss: losses.circle } }');
  const entries = Object.entries(variants).map(
    ([name, variant]) => [name, variantOf(name, variant, loss)] as const,
  );
  if (entries.length === 0) throw new LabError(`${who}: variants is empty; give at least one`);
  return Object.fromEntries(entries);
}

/** What the variant of an experiment without variants is called. */
const onlyVariant = ({ name }: Criterion) => (variantName.test(name) ? name : 'loss');

function variantOf(name: string, variant: VariantDefinition, common: LossDefinition | undefined): Variant {
  if (!variantName.test(name)) {
    throw new LabError(`${who}: the variant's name '${name}' may hold only letters, digits and . _ + -`);
  }
  const where = `variants.${name}`;
  checkObject(where, variant, 'an object, such as { loss: losses.circle }');
  checkKeys(`${who}: ${where}`, variant, variantKeys);
  const { loss = common, sampler, model, optimizer, augmentation } = variant;
  if (loss === undefined) throw new LabError(`${who}: ${where} has no loss, and neither has the experiment`);
  if (model) checkMade(`${where}.model`, model, ['initialise', 'apply'], 'a network, such as models.conv4()');
  if (optimizer) {
    checkMade(
      `${where}.optimizer`,
      optimizer,
      ['initialise', 'update'],
      'an optimizer, such as optimizers.adam()',
    );
  }
  if (augmentation) checkMade(`${where}.augmentation`, augmentation, ['apply'], anAugmentation);
  return {
    loss: lossOf(`${where}.loss`, loss),
    ...(sampler && { sampler: samplerOf(`${where}.sampler`, sampler) }),
    ...(model && { model }),
    ...(optimizer && { optimizer }),
    ...(augmentation && { augmentation }),
  };
}

function searchesOf(definition: ExperimentDefinition, seed: number): Experiment['search'] {
  const { search, variants, loss } = definition;
  if (search === undefined) return undefined;
  checkObject('search', search, 'an object, such as { circle: search.over({ ... }, ...) }');
  const written = variants ?? (loss && { [onlyVariant(lossOf('loss', loss))]: {} }) ?? {};
  const entries = Object.entries(search).map(([name, one]): [string, Search] => {
    if (!Object.hasOwn(written, name)) {
      throw new LabError(
        `${who}: search has no variant '${name}' to search; it has ${Object.keys(written).join(', ')}`,
      );
    }
    checkMade(`search.${name}`, one, ['variant'], 'what search.over gives');
    const { space, variant } = one;
    const settings = (trial: number) => (trial === 0 ? null : draw(space, seed, name, trial));
    const made = (trial: number) => {
      const drawn = settings(trial);
      return variantOf(name, { ...written[name], ...(drawn && variant(drawn)) }, loss);
    };
    // A space that makes no variant is found here rather than by its first run.
    made(1);
    return [name, { settings, variant: made }];
  });
  return Object.fromEntries(entries);
}

function lossOf(where: string, loss: LossDefinition): Criterion {
  const criterion = asCriterion(loss);
  checkMade(
    where,
    criterion,
    ['compute'],
    'a loss, such as losses.circle or configure(losses.circle, { gamma: 80 })',
  );
  return criterion;
}

function samplerOf(where: string, sampler: SamplerDefinition): Sampler {
  const ready = typeof sampler === 'function' ? configure(sampler) : sampler;
  const methods =
    typeof ready === 'object' && ready !== null && 'draw' in ready ? adaptiveMethods : ['epoch'];
  checkMade(where, ready, methods, 'a sampler, such as samplers.mPerClass or another generator function');
  return ready;
}

function checkClaim(claim: Claim, variants: readonly string[], recallAt: readonly number[]): void {
  const expected = "an object, such as { better: 'circle', than: 'triplet', on: 'R@1' }";
  checkObject('claim', claim, expected);
  checkKeys(`${who}: claim`, claim, ['better', 'than', 'on']);
  for (const side of ['better', 'than'] as const) {
    if (!variants.includes(claim[side]))
      fail(`claim.${side}`, `one of the variants, ${variants.join(', ')}`, claim[side]);
  }
  if (claim.better === claim.than) fail('claim.than', 'another variant than claim.better', claim.than);
  const metrics: MetricName[] = [...recallAt.map((k): MetricName => `R@${k}`), 'MAP@R', 'R-Precision'];
  if (!metrics.includes(claim.on)) fail('claim.on', `one of ${metrics.join(', ')}`, claim.on);
}

function wholeNumbers(name: string, values: readonly number[], least: number): readonly number[] {
  const valid = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;
  if (!Array.isArray(values) || values.length === 0 || !values.every(valid)) {
    fail(name, `a list of whole numbers of at least ${least}`, values);
  }
  if (new Set(values).size < values.length) fail(name, 'a list without repeats', values);
  return [...values];
}

function checkKeys(owner: string, given: object, known: readonly string[]): void {
  const strange = Object.keys(given).find((key) => !known.includes(key));
  if (strange !== undefined)
    throw new LabError(`${owner}: no setting '${strange}'; it has ${known.join(', ')}`);
}

function checkObject(name: string, value: unknown, expected: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(name, expected, value);
}

/** Checks that a part was made by one of the lab's functions, or has all that one has. */
function checkMade(name: string, value: unknown, methods: readonly string[], expected: string): void {
  const made =
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof Reflect.get(value, method) === 'function');
  if (!made) fail(name, expected, value);
}

function fail(name: string, expected: string, value: unknown): never {
  throw new LabError(`${who}: ${name} must be ${expected}; got ${inWords(value)}`);
}

function inWords(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value) ?? 'nothing';
  return `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`;
}
