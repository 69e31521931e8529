import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LabError } from '../../../../src/lab/core/labError';
import { random } from '../../../../src/lab/core/random';
import { mPerClass } from '../../../../src/lab/samplers/mPerClass';

const epoch = (labels: number[], classes: number, perClass: number, seed = 1) => [
  ...mPerClass(Int32Array.from(labels), random(seed, 'sampler'), { classes, perClass }),
];

describe('mPerClass', () => {
  it('makes batches of P classes with M samples each, no class twice in an epoch', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }), (sizes, p, m) => {
        fc.pre(p <= sizes.length);
        const labels = sizes.flatMap((size, label) => Array<number>(size).fill(label));
        const batches = epoch(labels, p, m);
        assert.equal(batches.length, Math.floor(sizes.length / p));
        const seen = new Set<number>();
        for (const batch of batches) {
          assert.equal(batch.length, p * m);
          for (let c = 0; c < p; c++) {
            const samples = [...batch.subarray(c * m, (c + 1) * m)];
            const [label] = samples.map((sample) => labels[sample]!);
            assert.ok(samples.every((sample) => labels[sample] === label));
            assert.equal(
              new Set(samples).size,
              Math.min(m, sizes[label!]!),
              'repeats only for want of samples',
            );
            assert.ok(!seen.has(label!));
            seen.add(label!);
          }
        }
      }),
      { seed: 5 },
    );
  });

  it('gives the same epoch for the same random stream, another for another', () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 10);
    assert.deepEqual(epoch(labels, 3, 2), epoch(labels, 3, 2));
    assert.notDeepEqual(epoch(labels, 3, 2, 1), epoch(labels, 3, 2, 2));
  });

  it('reaches every sample of a class in time', () => {
    const labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const rng = random(1, 'many');
    const seen = new Set<number>();
    for (let i = 0; i < 60; i++) {
      for (const batch of mPerClass(Int32Array.from(labels), rng, { classes: 2, perClass: 2 })) {
        for (const sample of batch) seen.add(sample);
      }
    }
    assert.equal(seen.size, labels.length);
  });

  it('leaves no class out for good where the last batch is dropped', () => {
    const rng = random(1, 'classes');
    const seen = new Set<number>();
    for (let i = 0; i < 30; i++) {
      for (const batch of mPerClass(Int32Array.of(0, 1, 2), rng, { classes: 2, perClass: 1 })) {
        for (const sample of batch) seen.add(sample);
      }
    }
    assert.deepEqual(seen, new Set([0, 1, 2]));
  });

  it('refuses more classes than there are', () => {
    assert.throws(
      () => epoch([0, 1, 1], 3, 1),
      new LabError('mPerClass: classes is 3, but the data has only 2; lower it'),
    );
  });

  it('refuses numbers that count nothing', () => {
    assert.throws(
      () => epoch([0, 1], 0, 1),
      /mPerClass: classes must be a whole number of at least 1; got 0/,
    );
    assert.throws(() => epoch([0, 1], 1, 1.5), /mPerClass: perClass must be a whole number/);
  });
});
