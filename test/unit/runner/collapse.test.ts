import assert from 'node:assert/strict';
import { firstWatch, hasCollapsed, heard, looked } from '../../../src/runner/collapse';

/** Whether a course of equal pieces, each with a loss for every step and a look at its end, counts as a collapse. */
function course(
  first: number,
  pieces: readonly { loss: (step: number) => number; spread: number }[],
  length = 20,
) {
  let watch = firstWatch(first);
  for (const { loss, spread } of pieces) {
    for (let step = 0; step < length; step++) watch = heard(watch, loss(step));
    watch = looked(watch, spread);
  }
  return hasCollapsed(watch);
}

const still = (value: number) => ({ loss: (step: number) => value + 1e-4 * Math.sin(step), spread: 1e-6 });

describe('collapse', () => {
  it('is a loss that stands still and embeddings that are one point, twice in a row', () => {
    assert.equal(course(0.2, [still(0.5), still(0.5)]), true);
    assert.equal(
      course(0.2, [still(4.6), still(4.6)]),
      true,
      "a classifier's loss at the logarithm of its classes",
    );
  });

  it('is no single bad look', () => {
    assert.equal(course(0.2, [still(0.5)]), false);
    assert.equal(course(0.2, [still(0.5), { ...still(0.5), spread: 0.1 }, still(0.5)]), false);
  });

  it('is no narrow cone that still learns, nor one that it began with', () => {
    const learning = { loss: (step: number) => 0.5 - 0.01 * step, spread: 1e-6 };
    assert.equal(course(0.2, [learning, learning]), false);
    assert.equal(
      course(
        2e-5,
        [still(0.5), still(0.5)].map((piece) => ({ ...piece, spread: 1e-5 })),
      ),
      false,
    );
  });

  it('is no loss that has come to 0, and no plateau with embeddings apart', () => {
    const solved = { loss: () => 0, spread: 1e-6 };
    assert.equal(course(0.2, [solved, solved]), false);
    assert.equal(
      course(
        0.2,
        [still(0.5), still(0.5)].map((piece) => ({ ...piece, spread: 0.3 })),
      ),
      false,
    );
  });

  it('is not told from a few steps', () => {
    assert.equal(course(0.2, [still(0.5), still(0.5)], 4), false);
    assert.equal(
      course(0.2, [still(0.5), still(0.5), still(0.5), still(0.5), still(0.5), still(0.5)], 4),
      true,
    );
  });
});
