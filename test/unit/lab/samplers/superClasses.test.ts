import assert from 'node:assert/strict';
import fc from 'fast-check';
import { random } from '../../../../src/lab/core/random';
import { category } from '../../../../src/lab/samplers/category';
import { hierarchical } from '../../../../src/lab/samplers/hierarchical';
import { uniform } from '../../../../src/lab/samplers/uniform';

/** 4 super-classes of 5 classes of 6 samples, shuffled so that nothing lies side by side. */
const place = Array.from({ length: 120 }, (_, at) => (at * 77) % 120);
const labels = Int32Array.from(place, (at) => Math.floor(at / 6));
const superLabels = labels.map((label) => Math.floor(label / 5));

const rng = (seed = 1) => random(seed, 'sampler');
const superOf = (batch: Int32Array) => new Set(Array.from(batch, (at) => superLabels[at]!));

describe('category', () => {
  const epoch = (options = {}, seed = 1) => [
    ...category(labels, rng(seed), { batchSize: 24, batchesPerPair: 2, ...options }, superLabels),
  ];

  it('takes every pair of super-classes as often as told, half a batch from each', () => {
    const batches = epoch();
    assert.equal(batches.length, 2 * 6);
    const pairs = batches.map((batch) => [...superOf(batch)].sort().join());
    assert.deepEqual([...new Set(pairs)].sort(), ['0,1', '0,2', '0,3', '1,2', '1,3', '2,3']);
    for (const pair of pairs) assert.equal(pairs.filter((other) => other === pair).length, 2);
    for (const batch of batches) {
      assert.equal(new Set(batch).size, 24, 'an image twice');
      assert.equal(superOf(batch.subarray(0, 12)).size, 1);
      assert.equal(superOf(batch.subarray(12)).size, 1);
    }
  });

  it('fills a half with whole classes, and cuts the last', () => {
    for (const batch of epoch({ batchSize: 28 })) {
      const counts = (half: Int32Array) => {
        const seen = new Map<number, number>();
        for (const at of half) seen.set(labels[at]!, (seen.get(labels[at]!) ?? 0) + 1);
        return [...seen.values()];
      };
      assert.deepEqual(counts(batch.subarray(0, 14)), [6, 6, 2]);
      assert.deepEqual(counts(batch.subarray(14)), [6, 6, 2]);
    }
  });

  it('gives the same epoch for the same stream, another for another', () => {
    assert.deepEqual(epoch(), epoch());
    assert.notDeepEqual(epoch(), epoch({}, 2));
  });

  it('refuses data without super-classes, too few images, an odd batch', () => {
    assert.throws(
      () => [...category(labels, rng())],
      /category: the data set has no super-classes; .*omniglot/,
    );
    assert.throws(() => epoch({ batchSize: 62 }), /half a batch is 31 images, but a super-class has only 30/);
    assert.throws(() => epoch({ batchSize: 5 }), /batchSize must be even; got 5/);
    const one = [...labels].map(() => 0);
    assert.throws(() => [...category(labels, rng(), {}, Int32Array.from(one))], /only one super-class/);
    const torn = superLabels.map((label, at) => (at === 0 ? (label + 1) % 4 : label));
    assert.throws(() => [...category(labels, rng(), {}, torn)], /lies in more than one super-class/);
  });
});

describe('hierarchical', () => {
  const epoch = (options = {}, seed = 1) => [
    ...hierarchical(labels, rng(seed), { superClasses: 2, classes: 6, perClass: 4, ...options }, superLabels),
  ];

  it('takes classes of few super-classes, samples of each side by side', () => {
    const batches = epoch({ batchesPerGroup: 3 });
    assert.equal(batches.length, 2 * 3, '4 super-classes make 2 groups');
    for (const batch of batches) {
      assert.equal(batch.length, 24);
      assert.equal(superOf(batch).size, 2);
      const classes = Array.from({ length: 6 }, (_, at) => batch.subarray(at * 4, at * 4 + 4));
      for (const samples of classes) {
        assert.equal(new Set(Array.from(samples, (at) => labels[at])).size, 1);
        assert.equal(new Set(samples).size, 4);
      }
      assert.equal(new Set(classes.map((samples) => labels[samples[0]!])).size, 6, 'a class twice');
    }
  });

  it('drops what does not fill a group, and meets all classes in time', () => {
    assert.equal(epoch({ superClasses: 3, classes: 3, batchesPerGroup: 1 }).length, 1);
    const stream = rng(3);
    const seen = new Set<number>();
    for (let i = 0; i < 30; i++) {
      const options = { superClasses: 3, classes: 3, perClass: 1, batchesPerGroup: 1 };
      for (const batch of hierarchical(labels, stream, options, superLabels)) {
        for (const at of batch) seen.add(labels[at]!);
      }
    }
    assert.equal(seen.size, 20);
  });

  it('gives the same epoch for the same stream, another for another', () => {
    assert.deepEqual(epoch(), epoch());
    assert.notDeepEqual(epoch(), epoch({}, 2));
  });

  it('refuses what does not go', () => {
    assert.throws(() => [...hierarchical(labels, rng())], /hierarchical: the data set has no super-classes/);
    assert.throws(() => epoch({ superClasses: 5, classes: 5 }), /superClasses is 5, but the data has only 4/);
    assert.throws(() => epoch({ classes: 5 }), /classes must be a multiple of superClasses, 2; got 5/);
    assert.throws(() => epoch({ classes: 12 }), /takes 6 classes of a super-class, but one has only 5/);
  });
});

describe('uniform', () => {
  it('goes once through the images, each as often in its batch as it has views', () => {
    const sizes = fc.record({
      images: fc.integer({ min: 1, max: 40 }),
      rows: fc.integer({ min: 1, max: 10 }),
      views: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(sizes, ({ images, rows, views }) => {
        fc.pre(rows <= images);
        const batches = [...uniform(new Int32Array(images), rng(), { batchSize: rows * views, views })];
        assert.equal(batches.length, Math.floor(images / rows));
        const seen = new Set<number>();
        for (const batch of batches) {
          const chosen = batch.slice(0, rows);
          for (let view = 0; view < views; view++) {
            assert.deepEqual(batch.slice(view * rows, (view + 1) * rows), chosen);
          }
          for (const at of chosen) {
            assert.ok(!seen.has(at) && at >= 0 && at < images);
            seen.add(at);
          }
        }
      }),
      { seed: 5 },
    );
  });

  it('refuses what does not go', () => {
    const epoch = (options: object) => [...uniform(new Int32Array(9), rng(), options)];
    assert.throws(() => epoch({ batchSize: 5, views: 2 }), /batchSize must be a multiple of views, 2; got 5/);
    assert.throws(() => epoch({ batchSize: 10 }), /takes 10 images, but the data has only 9/);
  });
});
