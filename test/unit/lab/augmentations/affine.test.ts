import assert from 'node:assert/strict';
import fc from 'fast-check';
import { affine } from '../../../../src/lab/augmentations/affine';
import { random } from '../../../../src/lab/core/random';

const still = { shift: 0, rotation: 0, scale: 0, noise: 0 };

/** A stream that gives what it is told. */
const told = (...values: number[]) => ({ ...random(0), uniform: () => values.shift() ?? 0.5 });

const image = Float32Array.of(
  ...[0, 0.1, 0.2], // the first row
  ...[0.3, 0.4, 0.5],
  ...[0.6, 0.7, 0.8],
);
const near = (actual: Float32Array, expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]!) < 1e-6, `${at}: ${value}`));
};

describe('affine', () => {
  it('leaves an image as it is where it may do nothing', () => {
    const copy = affine(still).apply(image, [3, 3, 1], random(1));
    near(copy, [...image]);
    assert.notEqual(copy, image);
  });

  it('turns about the middle, clockwise', () => {
    // rotation is drawn first: all the way to 90 degrees
    const turned = affine({ ...still, rotation: 90 }).apply(image, [3, 3, 1], told(1));
    near(turned, [0.6, 0.3, 0, 0.7, 0.4, 0.1, 0.8, 0.5, 0.2]);
  });

  it('shifts, and leaves bare paper behind', () => {
    // rotation, factor, then down and right: a third of 3 pixels down, and none to the right
    const moved = affine({ ...still, shift: 1 / 3 }).apply(image, [3, 3, 1], told(0.5, 0.5, 1, 0.5));
    near(moved, [0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('grows about the middle, reading between pixels', () => {
    const grown = affine({ ...still, scale: 1 }).apply(image, [3, 3, 1], told(0.5, 1));
    near(grown, [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]);
  });

  it('moves all channels alike', () => {
    const both = Float32Array.from(image, (value) => value).reduce<number[]>(
      (all, v) => [...all, v, 1 - v],
      [],
    );
    const two = affine().apply(Float32Array.from(both), [3, 3, 2], random(3));
    const one = affine().apply(image, [3, 3, 1], random(3));
    near(
      two.filter((_, at) => at % 2 === 0),
      [...one],
    );
  });

  it('gives the same copy for the same stream, and stays within 0 and 1', () => {
    const pixels = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(pixels, fc.integer(), (values, seed) => {
        const made = () => affine({ noise: 0.5 }).apply(Float32Array.from(values), [4, 3, 1], random(seed));
        assert.deepEqual(made(), made());
        assert.ok(made().every((value) => value >= 0 && value <= 1));
      }),
      { seed: 5 },
    );
  });

  it('refuses an amount below 0', () => {
    assert.throws(() => affine({ shift: -0.1 }), /affine: shift must be a number of at least 0; got -0.1/);
  });
});
