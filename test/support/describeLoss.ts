import './backend';
import assert from 'node:assert/strict';
import { LabError } from '../../src/lab/core/labError';
import { everyOther, type Reference } from '../../src/lab/core/pairs';
import { random } from '../../src/lab/core/random';
import type { Rank } from '@tensorflow/tfjs-core';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../src/lab/core/tf';
import { difference } from './goldens';
import type { Rows } from './plain';

type PairLoss<O> = (x: Tensor2D, y: Tensor1D, options?: Partial<O>, reference?: Reference) => Scalar;
type ProxyLoss<O> = (x: Tensor2D, y: Tensor1D, proxies: Tensor2D, options?: Partial<O>) => Scalar;

interface Common<O> {
  readonly name: string;
  readonly defaults: O;
  /** Numbers in a row, 5 where it does not matter. */
  readonly columns?: number;
  readonly variants?: Readonly<Record<string, Partial<O>>>;
  /** Further settings to prove, by a name. */
  readonly settings?: Readonly<Record<string, Partial<O>>>;
  /** What the paper gives, where that is a number. */
  readonly paper: Partial<O>;
  /** Batches worked out by hand. */
  readonly known?: readonly {
    readonly name: string;
    readonly x: Rows;
    readonly y: readonly number[];
    readonly options?: Partial<O>;
    readonly value: number;
  }[];
}

interface PairSpec<O> extends Common<O> {
  readonly loss: PairLoss<O>;
  /** Whether it can compare the batch with a reference. @default true */
  readonly takesReference?: boolean;
  /** The equation once more, with loops and doubles. What the loss holds constant is taken at `at`. */
  readonly oracle: (x: Rows, y: readonly number[], options: O, at: Rows) => number;
}

interface ProxySpec<O> extends Common<O> {
  readonly loss: ProxyLoss<O>;
  readonly proxiesPerClass: (options: O) => number;
  readonly oracle: (x: Rows, y: readonly number[], options: O, proxies: Rows) => number;
}

/** A batch that is worked out easily: two classes at a right angle, each of two samples in one direction. */
export const rightAngle = {
  x: [
    [1, 0],
    [2, 0],
    [0, 1],
    [0, 3],
  ],
  y: [0, 0, 1, 1],
};

const batches: Readonly<Record<string, readonly number[]>> = {
  'a usual batch': [2, 0, 1, 0, 2, 1, 0, 1, 2],
  'a class with a single sample': [0, 1, 1, 2, 2, 2],
  'a single sample': [1],
  'one class': [0, 0, 0, 0],
  'no positives': [0, 1, 2],
};

/** Holds a pair loss against its oracle in value and slope, and against what every loss promises. */
export function describeLoss<O extends object>(spec: PairSpec<O>): void {
  describe(spec.name, () => {
    againstOracle(spec, {
      compute: (x, y, options) => spec.loss(x, y, options),
      expect: (x, y, options, _w, at) => spec.oracle(x, y, options, at),
      proxies: () => [],
    });
    promises(spec, (x, y, options) => spec.loss(x, y, options));

    if (spec.takesReference === false) {
      it('refuses a reference', () => {
        const { x, y } = usual();
        const reference = { embeddings: x, labels: y, comparable: everyOther(y.size) };
        assert.throws(
          () => spec.loss(x, y, {}, reference),
          new LabError(`${spec.name}: compares a batch with itself alone; it cannot use a memory`),
        );
      });
      return;
    }
    it('gives the same with the batch itself as reference', () => {
      const { x, y } = usual();
      const reference = { embeddings: x, labels: y, comparable: everyOther(y.size) };
      assert.equal(difference(spec.loss(x, y, {}, reference).dataSync(), spec.loss(x, y).dataSync()), null);
    });

    it('refuses a reference that does not fit', () => {
      const { x, y } = usual();
      const reference = { embeddings: x, labels: y, comparable: tf.ones<Rank.R2>([2, 9]) };
      assert.throws(
        () => spec.loss(x, y, {}, reference),
        new LabError('reference: comparable must be float32 [9, 9]; got float32 [2, 9]'),
      );
    });
  });
}

/** The same for a loss with proxies, whose slope towards them is proved as well. */
export function describeProxyLoss<O extends object>(spec: ProxySpec<O>): void {
  const proxies = (options: O) => rows('proxies', 3 * spec.proxiesPerClass(options));
  describe(spec.name, () => {
    againstOracle(spec, {
      compute: (x, y, options, w) => spec.loss(x, y, w!, options),
      expect: (x, y, options, w) => spec.oracle(x, y, options, w),
      proxies,
    });
    let w: Tensor2D | undefined;
    const kept = () => (w ??= tf.keep(tf.tensor2d(mutable(proxies(spec.defaults)))));
    promises(spec, (x, y, options) => spec.loss(x, y, kept(), options));
  });
}

interface RegularizerSpec<O> extends Omit<Common<O>, 'known'> {
  readonly regularizer: (rows: Tensor2D, options?: Partial<O>) => Scalar;
  readonly oracle: (rows: Rows, options: O) => number;
}

/** The same for a regularizer, which sees rows alone. */
export function describeRegularizer<O extends object>(spec: RegularizerSpec<O>): void {
  const { name, regularizer, oracle, columns = 5 } = spec;
  describe(name, () => {
    againstOracle(spec, {
      compute: (x, _y, options) => regularizer(x, options),
      expect: (x, _y, options) => oracle(x, options),
      proxies: () => [],
    });
    keepsToBounds(spec, (x, _y, options) => regularizer(x, options));

    it('refuses what is not rows of numbers', () => {
      assert.throws(
        () => regularizer(tf.zeros([9, columns], 'int32')),
        new LabError(`${name}: rows must be float32 [rows, dimension]; got int32 [9, ${columns}]`),
      );
    });
  });
}

interface Sides<O> {
  readonly compute: (x: Tensor2D, y: Tensor1D, options: Partial<O>, proxies?: Tensor2D) => Scalar;
  readonly expect: (x: Rows, y: readonly number[], options: O, proxies: Rows, at: Rows) => number;
  readonly proxies: (options: O) => Rows;
}

function againstOracle<O extends object>(spec: Common<O>, { compute, expect, proxies }: Sides<O>): void {
  const settings: Record<string, Partial<O>> = { defaults: {}, ...spec.variants, ...spec.settings };
  for (const [setting, given] of Object.entries(settings)) {
    const options = { ...spec.defaults, ...given };
    for (const [batch, y] of Object.entries(batches)) {
      it(`${setting}: value and slope for ${batch}`, () => {
        const x = rows(batch, y.length, spec.columns);
        const w = proxies(options);
        const inputs = [x, ...(w.length > 0 ? [w] : [])].map((input) => tf.tensor2d(mutable(input)));
        const labels = tf.tensor1d([...y], 'int32');
        const f = (...args: Tensor[]) => compute(args[0] as Tensor2D, labels, given, args[1] as Tensor2D);
        const { value, grads } = tf.valueAndGrads(f)(inputs);
        const expected = expect(x, y, options, w, x);
        assert.equal(difference(value.dataSync(), [expected]), null, 'value');
        const slope = slopeOf((moved) => expect(moved, y, options, w, x), x);
        assert.equal(difference(grads[0]!.dataSync(), slope), null, 'slope');
        if (w.length === 0) return;
        const ofProxies = slopeOf((moved) => expect(x, y, options, moved, x), w);
        assert.equal(difference(grads[1]!.dataSync(), ofProxies), null, 'slope of the proxies');
      });
    }
  }

  for (const { name, x, y, options = {}, value } of spec.known ?? []) {
    it(`known: ${name}`, () => {
      const actual = compute(tf.tensor2d(mutable(x)), tf.tensor1d([...y], 'int32'), options);
      assert.equal(difference(actual.dataSync(), [value]), null);
    });
  }
}

type Compute<O> = (x: Tensor2D, y: Tensor1D, options: Partial<O>) => Scalar;

/** What a loss and a regularizer promise alike. */
function keepsToBounds<O extends object>(
  { name, defaults, paper, columns = 5 }: Common<O>,
  compute: Compute<O>,
): void {
  it("has the paper's values as defaults", () => {
    assert.deepEqual({ ...defaults, ...paper }, defaults);
  });

  for (const [batch, value] of Object.entries({ 'equal rows': 0.3, 'rows of zeros': 0, 'huge rows': 1e6 })) {
    it(`is finite for ${batch}`, () => {
      const y = tf.tensor1d([0, 0, 1, 2], 'int32');
      const result = tf.valueAndGrad((x) => compute(x as Tensor2D, y, {}))(tf.fill([4, columns], value));
      const numbers = [...result.value.dataSync(), ...result.grad.dataSync()];
      assert.ok(numbers.every(Number.isFinite), String(numbers));
    });
  }

  it('leaves no tensor behind but its result', () => {
    const { x, y } = usual(columns);
    compute(x, y, {}).dispose();
    const before = tf.memory().numTensors;
    const result = compute(x, y, {});
    const left = tf.memory().numTensors - before;
    result.dispose();
    assert.equal(left, 1);
  });

  const names = Object.keys(defaults).join(', ');
  if (names === '') return;
  it('refuses an option that it does not have', () => {
    const { x, y } = usual(columns);
    assert.throws(
      () => compute(x, y, { aplha: 1 } as object),
      new LabError(`${name}: no option 'aplha'; it has ${names}`),
    );
  });
}

function promises<O extends object>(spec: Common<O>, compute: Compute<O>): void {
  const { name } = spec;
  keepsToBounds(spec, compute);

  it('refuses labels that do not fit the embeddings', () => {
    const { x } = usual();
    assert.throws(
      () => compute(x, tf.tensor1d([0, 1, 2], 'int32'), {}),
      new LabError(`${name}: labels must be int32 [9], one per embedding; got int32 [3]`),
    );
    assert.throws(
      () => compute(x, tf.zeros([9]), {}),
      new LabError(`${name}: labels must be int32 [9], one per embedding; got float32 [9]`),
    );
  });

  it('refuses embeddings that are not rows of numbers', () => {
    const { y } = usual();
    assert.throws(
      () => compute(tf.zeros([9, 5], 'int32'), y, {}),
      new LabError(`${name}: embeddings must be float32 [rows, dimension]; got int32 [9, 5]`),
    );
  });
}

function usual(columns?: number) {
  const y = batches['a usual batch']!;
  return { x: tf.tensor2d(mutable(rows('usual', y.length, columns))), y: tf.tensor1d([...y], 'int32') };
}

/** Random rows, the same each time for a name. */
export function rows(name: string, count: number, columns = 5): Rows {
  const stream = random(7, name);
  return Array.from({ length: count }, () => Array.from({ length: columns }, () => stream.normal()));
}

/** Central differences, in doubles. */
function slopeOf(f: (x: Rows) => number, x: Rows): number[] {
  const step = 1e-5;
  const moved = (i: number, j: number, by: number): Rows =>
    x.map((row, r) => (r === i ? row.map((value, c) => (c === j ? value + by : value)) : row));
  return x.flatMap((row, i) =>
    row.map((_, j) => (f(moved(i, j, step)) - f(moved(i, j, -step))) / (2 * step)),
  );
}

function mutable(x: Rows): number[][] {
  return x.map((row) => [...row]);
}

/** Holds value and slopes of a function of rows against the same with loops and doubles. */
export function sameValueAndSlopes(
  compute: (...inputs: Tensor2D[]) => Scalar,
  expect: (...inputs: Rows[]) => number,
  inputs: readonly Rows[],
): void {
  const tensors = inputs.map((input) => tf.tensor2d(mutable(input)));
  const { value, grads } = tf.valueAndGrads((...args) => compute(...(args as Tensor2D[])))(tensors);
  assert.equal(difference(value.dataSync(), [expect(...inputs)]), null, 'value');
  inputs.forEach((input, at) => {
    const slope = slopeOf((moved) => expect(...inputs.with(at, moved)), input);
    assert.equal(difference(grads[at]!.dataSync(), slope), null, `slope of input ${at}`);
  });
}

/** Holds value and slope to be finite where rows are equal, zero or huge. */
export function finiteForStrangeRows(count: number, compute: (rows: Tensor2D) => Scalar): void {
  for (const value of [0.3, 0, 1e6]) {
    const result = tf.valueAndGrad((x) => compute(x as Tensor2D))(tf.fill([count, 5], value));
    const numbers = [...result.value.dataSync(), ...result.grad.dataSync()];
    assert.ok(numbers.every(Number.isFinite), `rows of ${value}: ${String(numbers)}`);
  }
}
