import '../../../support/backend';
import assert from 'node:assert/strict';
import { catalogue } from '../../../../src/lab/catalogue';
import { LabError } from '../../../../src/lab/core/labError';
import { eager } from '../../../../src/lab/core/prepare';
import { tf, type Tensor } from '../../../../src/lab/core/tf';
import { compiled, sameTensor } from '../../../support/compiled';
import { rows } from '../../../support/describeLoss';
import type { Rows } from '../../../support/plain';

type Loss = (...inputs: unknown[]) => Tensor;
type Inputs = Record<string, Tensor>;

/** What takes something else than embeddings, labels and proxies: its own test has its edge cases. */
const ofOtherInputs = [
  'crossBatchMemory',
  'graphContrastive',
  'hardnessAware',
  'interclassAdversary',
  'logRatio',
  'multipleInstance',
  'symmetricTriplet',
];
const ofBatches = catalogue.filter(({ kind, name }) => kind === 'loss' && !ofOtherInputs.includes(name));

const classes = 4;
const dimension = 4;
const scaled = (by: number) => (count: number) =>
  rows('edges', count, dimension).map((row) => row.map((value) => value * by));
const usual = scaled(1);

const batches: Readonly<Record<string, (count: number) => Rows>> = {
  usual,
  huge: scaled(1e4),
  tiny: scaled(1e-6),
  'hardly any': scaled(1e-14),
  zero: scaled(0),
  equal: (count) => usual(count).map(() => usual(1)[0]!),
  'one of zeros': (count) => usual(count).map((row, at) => (at === 0 ? row.map(() => 0) : row)),
  'equal in pairs': (count) => usual(count).map((_, at, all) => all[at - (at % 2)]!),
  opposite: (count) => usual(count).map((_, at) => usual(1)[0]!.map((value) => (at % 2 ? -value : value))),
  'without variance': (count) => usual(count).map((row, at) => row.map(() => at + 1)),
};
const labels: Readonly<Record<string, readonly number[]>> = {
  'two a class': [0, 0, 1, 1, 2, 2, 3, 3],
  'a class of one': [0, 0, 0, 1, 1, 2, 3, 3],
  'one class': [0, 0, 0, 0, 0, 0, 0, 0],
  'a single pair': [0, 0],
  'two classes, no pair': [0, 1],
  'a single row': [0],
};

describe('every loss on a batch', () => {
  for (const { name, module } of ofBatches) {
    const loss = module[name] as Loss;
    const settings = { defaults: {}, ...module.variants };

    for (const [setting, options] of Object.entries(settings)) {
      const step = slopes(loss, options);
      const inputs = (x: Rows, y: readonly number[]): Inputs => ({
        x: tf.tensor2d(x.map((row) => [...row])),
        y: tf.tensor1d([...y], 'int32'),
        ...ownWeights(name, { ...module.defaults, ...options }, loss.length),
      });

      it(`is finite: ${name}, ${setting}`, async () => {
        for (const [kind, y] of Object.entries(labels)) {
          for (const [batch, make] of Object.entries(batches)) {
            const results = await eager(step)(inputs(make(y.length), y));
            for (const [result, tensor] of Object.entries(results)) {
              const numbers = [...tensor.dataSync()];
              assert.ok(numbers.every(Number.isFinite), `${batch}, ${kind}: ${result} ${numbers.join(' ')}`);
            }
          }
        }
      });
    }

    it(`compiles for few rows, and is finite then: ${name}`, async () => {
      const step = slopes(loss, {});
      const weights = ownWeights(name, { ...module.defaults }, loss.length);
      for (const y of [[0, 0], [0, 1], [0]]) {
        const graph = compiled(step);
        for (const batch of ['usual', 'hardly any', 'equal']) {
          const x = tf.tensor2d(batches[batch]!(y.length).map((row) => [...row]));
          const given = { x, y: tf.tensor1d(y, 'int32'), ...weights };
          const [expected, actual] = [await eager(step)(given), await graph(given)];
          for (const [result, tensor] of Object.entries(actual)) {
            const where = `${batch}, classes ${y.join(' ')}: ${result}`;
            assert.ok([...tensor.dataSync()].every(Number.isFinite), where);
            // Of rows so short the slopes are their rounding, a millionfold.
            if (batch === 'usual') sameTensor(tensor, expected[result]!, 1e-4, where);
          }
        }
      }
    });

    it(`refuses null for a setting where it means nothing: ${name}`, () => {
      const x = tf.tensor2d(usual(2).map((row) => [...row]));
      const y = tf.tensor1d([0, 0], 'int32');
      const own = Object.values(ownWeights(name, { ...module.defaults }, loss.length));
      for (const option of Object.keys(module.defaults ?? {})) {
        const published = [module.defaults ?? {}, ...Object.values(module.variants ?? {})];
        if (published.some((options) => (options as Record<string, unknown>)[option] === null)) continue;
        assert.throws(
          () => loss(x, y, ...own, { [option]: null }),
          (error) => error instanceof LabError && error.message.startsWith(`${name}: ${option} must be a`),
          option,
        );
      }
    });
  }
});

/** Value and slopes of a loss, towards embeddings and its own weights. */
function slopes(loss: Loss, options: object) {
  return ({ x, y, own }: Readonly<Record<string, Tensor>>) => {
    const compute = (...sloped: Tensor[]) => loss(sloped[0], y, ...sloped.slice(1), options);
    const { value, grads } = tf.valueAndGrads(compute)(own ? [x!, own] : [x!]);
    return Object.fromEntries([value, ...grads].map((tensor, at) => [`${at}`, tensor]));
  };
}

/** Proxies, or the margin loss's boundaries, where the loss has any. */
function ownWeights(name: string, options: object, takes: number): Inputs {
  if (takes < 3) return {};
  if (name === 'margin') return { own: tf.fill([classes], 1.2) };
  const perClass = 'centres' in options ? Number(options.centres) : 1;
  return { own: tf.tensor2d(rows('proxies', classes * perClass, dimension).map((row) => [...row])) };
}
