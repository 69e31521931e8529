import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { areaAverage } from '../../../../src/lab/datasets/areaAverage';

describe('areaAverage', () => {
  it('shares a pixel between two new ones by the area in each (3 to 2, by hand)', () => {
    // A new pixel covers 1.5 x 1.5 old ones, area 2.25: one whole, two halves, one quarter.
    const image = [1, 0, 0, 0, 1, 0, 0, 1, 1];
    const [a, b, c, d] = [1 + 0.25, 0.25, 0.25 + 0.5, 1 + 0.5 + 0.25].map((area) => area / 2.25);
    const result = areaAverage(image, [3, 3], [2, 2]);
    assert.deepEqual([...result], [...Float32Array.of(a!, b!, c!, d!)]);
  });

  it('averages whole blocks where sizes divide, each axis with its own factor', () => {
    const image = [1, 0, 1, 1, 0, 0, 1, 1];
    assert.deepEqual([...areaAverage(image, [2, 4], [1, 2])], [0.25, 1]);
    assert.deepEqual([...areaAverage(image, [2, 4], [2, 4])], image);
  });

  it('keeps the mean and the range at 105 to 28', () => {
    const rng = random(1, 'image');
    const image = Array.from({ length: 105 * 105 }, () => rng.integer(2));
    const result = areaAverage(image, [105, 105], [28, 28]);
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / values.length;
    assert.ok(Math.abs(mean(result) - mean(image)) < 1e-7);
    const white = areaAverage(new Uint8Array(105 * 105).fill(1), [105, 105], [28, 28]);
    assert.ok(white.every((value) => value <= 1 && value > 1 - 1e-6));
  });
});
