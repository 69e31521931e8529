import '../../support/backend';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { eager } from '../../../src/lab/core/prepare';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../../src/lab/core/tf';
import { compiled } from '../../support/compiled';
import type { GoldenCase, IdeaGoldens } from '../../support/goldenIdea';
import { difference, describeGoldens, type GoldenInput, type GoldenLoss } from '../../support/goldens';
import { count } from '../../support/goldenTable';

/** Goldens of what no paper of the library is about. */
const foreign: Record<string, string> = {
  snr_multi_similarity: 'multi-similarity by signal-to-noise distances',
  nca: 'neighbourhood components analysis',
  intra_pair_variance: 'a variance term on pairs',
  pnp: 'precision with penalties, in five forms',
  tuplet_margin: 'tuplet margin',
  tcm: 'tuplets with context',
  dynamic_soft_margin: 'a margin that follows a histogram',
  instance: 'takes the class for a column of the batch: a fault of its library',
  large_margin_softmax: 'angles multiplied by a whole number',
  sphereface: 'angles multiplied by a whole number',
  p2sgrad: 'a slope without a loss',
  vicreg: 'two views without labels',
};

const ideas = await Promise.all(
  readdirSync('test/unit/goldens/ideas')
    .map((file) => path.basename(file, '.ts'))
    .map(async (name) => ({
      idea: `loss/${name}`,
      ...((await import(`./ideas/${name}.ts`)) as IdeaGoldens),
    })),
);

describeGoldens('losses against their goldens (float32: 2e-4 relative, 2e-5 absolute)', (file) => {
  for (const { idea, goldens, undecided = {} } of ideas) {
    for (const [id, compute] of Object.entries(goldens)) {
      const rows = file.losses.filter((golden) => golden.id === id);
      if (rows.length > 0) it(`${idea}: ${id}`, () => check({ idea, compute, rows, undecided }));
    }
  }

  it('leaves out no golden without a reason', () => {
    const known = ideas.flatMap(({ goldens, left = {} }) => [...Object.keys(goldens), ...Object.keys(left)]);
    const isKnown = (id: string) =>
      known.includes(id) || Object.keys(foreign).some((name) => id === name || id.startsWith(`${name}_`));
    assert.deepEqual([...new Set(file.losses.map(({ id }) => id).filter((id) => !isKnown(id)))], []);
  });

  after(() => {
    const reasons = ideas
      .map(({ left = {} }) => left)
      .concat(foreign)
      .flatMap(Object.entries<string>);
    for (const [id, reason] of reasons) console.log(`      not covered: ${id}: ${reason}`);
    for (const [row, reason] of ideas.flatMap(({ undecided = {} }) => Object.entries(undecided)))
      console.log(`      gradient not compared: ${row}: ${reason}`);
  });

  interface Check {
    readonly idea: string;
    readonly compute: GoldenCase;
    readonly rows: readonly GoldenLoss[];
    readonly undecided: Readonly<Record<string, string>>;
  }

  async function check({ idea, compute, rows, undecided }: Check): Promise<void> {
    const own = rows.map((golden) => ({ golden, ...run(golden, compute, inputOf(golden)) }));
    const values = own.map(({ golden, value }) =>
      close([value], golden.error ? [NaN] : [Number(golden.value)]),
    );
    const gradients = own
      .filter(({ golden }) => hasGradient(golden) && !(`${golden.id} ${golden.input}` in undecided))
      .map(({ golden, slopes }) => sameSlopes(golden, slopes));
    const edges = Object.entries(file.inputs).map(([name, input]) => {
      const { value, slopes } = run(rows[0]!, compute, input);
      const fault = finite([value, ...slopes.flatMap((slope) => [...slope])]);
      return fault && `${name}: ${fault}`;
    });
    const inGraph = [await sameCompiled(rows[0]!, compute)];
    count(idea, 'values', values);
    count(idea, 'gradients', gradients);
    count(idea, 'edge cases', edges);
    count(idea, 'compiled', inGraph);
    const named = (part: string, faults: readonly (string | null)[]) =>
      faults.map((fault, at) => fault && `${part} ${rows[at]?.input ?? at}: ${fault}`);
    assert.deepEqual(
      [
        ...named('value', values),
        ...named('gradient', gradients),
        ...edges,
        ...named('compiled', inGraph),
      ].filter(Boolean),
      [],
    );
  }

  function inputOf(golden: GoldenLoss): GoldenInput {
    return file.inputs[golden.input]!;
  }

  /** Value and slopes: towards the embeddings, then each of the weights. */
  function run(golden: GoldenLoss, compute: GoldenCase, input: GoldenInput) {
    const { inputs, f } = prepared(golden, compute, input);
    const { value, grads } = tf.valueAndGrads(f)(inputs);
    return { value: value.dataSync()[0]!, slopes: grads.map((grad) => grad.dataSync()) };
  }

  /** The golden's loss as a function of its embeddings and weights alone. */
  function prepared(golden: GoldenLoss, compute: GoldenCase, input: GoldenInput) {
    const names = Object.keys(golden.weights ?? {});
    const weights = Object.entries(golden.weights ?? {}).map(([name, key]) =>
      fitted(name, file.weights[key]!, inputOf(golden), input),
    );
    const params = Object.fromEntries(
      Object.entries(golden.params).map(([name, value]) => [name, Number(value)]),
    );
    const y = tf.tensor1d(input.labels, 'int32');
    const f = (x: Tensor, ...own: Tensor[]) =>
      compute(
        x as Tensor2D,
        y as Tensor1D,
        params,
        Object.fromEntries(names.map((name, at) => [name, own[at]!])),
        golden,
      );
    return { inputs: [tf.tensor2d(input.embeddings), ...weights], f: f as (...args: Tensor[]) => Tensor };
  }

  /** Whether one graph of value and slopes gives what TensorFlow.js gives operation by operation. */
  async function sameCompiled(golden: GoldenLoss, compute: GoldenCase): Promise<string | null> {
    const { inputs, f } = prepared(golden, compute, inputOf(golden));
    const named = Object.fromEntries(inputs.map((input, at) => [`x${at}`, input]));
    const step = (given: Readonly<Record<string, Tensor>>) => {
      const { value, grads } = tf.valueAndGrads(f)(inputs.map((_, at) => given[`x${at}`]!));
      return { value, ...Object.fromEntries(grads.map((grad, at) => [`slope${at}`, grad])) };
    };
    const expected = await eager(step)(named);
    const actual = await compiled(step)(named);
    const wrong = Object.entries(expected).map(([name, tensor]) => {
      const fault = difference(actual[name]!.dataSync(), tensor.dataSync());
      return fault && `${name} ${fault}`;
    });
    return wrong.find((fault) => fault !== null) ?? null;
  }
});

const hasGradient = ({ grad }: GoldenLoss) => grad !== null && grad !== undefined;

function sameSlopes(golden: GoldenLoss, slopes: readonly ArrayLike<number>[]): string | null {
  const expected = [golden.grad!, ...Object.values(golden.grad_weights ?? {})];
  const faults = expected.map((slope, at) => (slope === null ? null : close(slopes[at]!, slope)));
  return faults.find((fault) => fault !== null) ?? null;
}

/** Null where the numbers agree; where the reference is not finite, ours must be, and that is all. */
function close(actual: ArrayLike<number>, expected: readonly (number | string)[] | 'zeros'): string | null {
  const numbers = expected === 'zeros' ? Array.from(actual, () => 0) : expected.map(Number);
  return numbers.every(Number.isFinite) ? difference(actual, numbers) : finite(Array.from(actual));
}

function finite(numbers: readonly number[]): string | null {
  return numbers.every(Number.isFinite) ? null : 'not finite';
}

/** Weights of the size that an input wants, from those of the golden's own input: proxies stand in rows, others in columns. */
function fitted(name: string, weights: number[][] | number[], own: GoldenInput, input: GoldenInput): Tensor {
  const classes = ({ labels }: GoldenInput) => Math.max(...labels, 1) + 1;
  const dimension = input.embeddings[0]!.length;
  if (typeof weights[0] === 'number') {
    const each = weights as number[];
    return tf.tensor1d(Array.from({ length: classes(input) }, (_, at) => each[at % each.length]!));
  }
  const rows = weights as number[][];
  if (input === own) return tf.tensor2d(rows); // there may be fewer proxies than classes
  const inRows = name === 'proxies';
  const perClass = Math.max(1, Math.floor((inRows ? rows.length : rows[0]!.length) / classes(own)));
  const wide = perClass * classes(input);
  const [height, width] = inRows ? [wide, dimension] : [dimension, wide];
  // What is repeated is moved a little: two proxies should not be equal.
  const at = (i: number, j: number) => {
    const row = rows[i % rows.length]!;
    return row[j % row.length]! + 0.1 * Math.floor(i / rows.length) + 0.1 * Math.floor(j / row.length);
  };
  return tf.tensor2d(
    Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => at(i, j))),
  );
}
