import assert from 'node:assert/strict';
import type { HostTensors } from '../../../../src/lab/core/hostTensors';
import { matchedClusters, kMeans } from '../../../../src/lab/core/kMeans';
import { random } from '../../../../src/lab/core/random';
import { unitRows } from '../../../../src/lab/core/unitRows';
import type { AdaptiveSampler, Observation, TrainingFacts } from '../../../../src/lab/samplers/configured';
import { divideAndConquer } from '../../../../src/lab/samplers/divideAndConquer';
import { interclassCharacteristics } from '../../../../src/lab/samplers/interclassCharacteristics';
import { samplingPolicy } from '../../../../src/lab/samplers/samplingPolicy';
import { stochasticClassMining } from '../../../../src/lab/samplers/stochasticClassMining';

/** 12 classes of 6 samples. */
const labels = Int32Array.from({ length: 72 }, (_, at) => Math.floor(at / 6));
const training: TrainingFacts = { labels, dimension: 4 };

/** Rows [72, columns] by a rule. */
const rows = (columns: number, value: (sample: number, column: number) => number) =>
  Float32Array.from({ length: labels.length * columns }, (_, at) =>
    value(Math.floor(at / columns), at % columns),
  );

/** Classes 0 to 2 point one way, 3 to 5 another, and so on; within them samples hardly differ. */
const grouped = rows(4, (sample, column) => {
  const noise = 0.01 * Math.sin(sample * 7 + column);
  return (Math.floor(labels[sample]! / 3) === column ? 1 : 0) + noise;
});

const seeing = (step: number, embeddings = grouped, weights: HostTensors = {}): Observation => ({
  step,
  embeddings: () => Promise.resolve(embeddings),
  features: () => Promise.resolve(embeddings),
  loss: () => Promise.resolve({ weights, memory: {} }),
});

const stream = (step: number) => random(5, 'sampler', step);
const refreshed = async (sampler: AdaptiveSampler, seen = seeing(0)) =>
  sampler.refresh(sampler.initialState(training), training, seen, stream(seen.step));
const classesOf = (indices: Int32Array) => new Set(Array.from(indices, (at) => labels[at]!));

/** What every adaptive sampler promises. */
function promises(name: string, make: () => AdaptiveSampler): void {
  it('changes no state, draws the same from the same, and keeps shapes', async () => {
    const sampler = make();
    const first = sampler.initialState(training);
    const copy = structuredClone(first);
    const weights = {
      signatures: { dtype: 'float32', shape: [12, 4], values: new Float32Array(48).fill(1) },
    } as const;
    const state = await sampler.refresh(first, training, seeing(0, grouped, weights), stream(0));
    assert.deepEqual(first, copy);
    const form = (tensors: HostTensors) =>
      Object.entries(tensors).map(([key, { dtype, shape }]) => [key, dtype, shape]);
    assert.deepEqual(form(state), form(first));
    const kept = structuredClone(state);
    const batches = Array.from({ length: 8 }, (_, step) => sampler.draw(state, training, stream(step), step));
    assert.deepEqual(state, kept);
    for (const [step, batch] of batches.entries()) {
      assert.deepEqual(sampler.draw(state, training, stream(step), step), batch);
      assert.equal(batch.indices.length, sampler.batchSize, name);
      assert.ok(batch.indices.every((at) => at >= 0 && at < labels.length));
      assert.deepEqual(form(batch.extra), form(batches[0]!.extra));
      for (const { shape, values } of Object.values(batch.extra)) {
        assert.equal(
          values.length,
          shape.reduce((size, length) => size * length, 1),
        );
      }
    }
    assert.ok(batches.some((batch) => batch.indices.join() !== batches[0]!.indices.join()));
  });
}

describe('divideAndConquer', () => {
  const make = (options = {}) => divideAndConquer({ clusters: 4, classes: 3, perClass: 2, ...options });
  promises('divideAndConquer', make);

  it('takes each batch from one cluster, for one slice, round robin', async () => {
    const sampler = make();
    const state = await refreshed(sampler);
    const slices = [0, 1, 2, 3].map((step) => {
      const { indices, extra } = sampler.draw(state, training, stream(step), step);
      const groups = new Set(Array.from(indices, (at) => Math.floor(labels[at]! / 3)));
      assert.equal(groups.size, 1, 'a batch of two clusters');
      assert.equal(classesOf(indices).size, 3);
      return { group: [...groups][0]!, mask: [...extra['dimensions']!.values] };
    });
    assert.deepEqual(
      slices.map(({ mask }) => mask),
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    );
    assert.equal(new Set(slices.map(({ group }) => group)).size, 4, 'each cluster has its turn');
  });

  it('gives a slice its old cluster back', async () => {
    const sampler = make();
    const state = await refreshed(sampler);
    const turned = rows(4, (sample, column) => grouped[sample * 4 + ((column + 1) % 4)]!);
    const next = await sampler.refresh(state, training, seeing(100, turned), stream(100));
    assert.deepEqual(next, state);
  });

  it('divides at random once, and not before it is warm', async () => {
    const random = make({ partition: 'random' });
    const state = await refreshed(random);
    assert.deepEqual(await random.refresh(state, training, seeing(100), stream(100)), state);
    const warming = make({ warmUp: 100 });
    assert.deepEqual(await refreshed(warming), warming.initialState(training));
    const [early, late] = [99, 100].map(
      (step) => warming.draw(state, training, stream(step), step).extra['dimensions']!.values,
    );
    assert.deepEqual([early!.join(''), late!.join('')], ['1111', '1000']);
    assert.throws(() => make({ warmUp: 50 }), /warmUp must be a multiple of refreshEvery, 100.*got 50/);
  });

  it('trains the whole embedding on all data at the end, or by its controls', async () => {
    const at = async (step: number, options: object) => {
      const sampler = make(options);
      const state = await refreshed(sampler);
      const drawn = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((more) => {
        const batch = sampler.draw(state, training, stream(step + more), step + more);
        return [{ mask: batch.extra['dimensions']!.values.join(''), classes: classesOf(batch.indices) }];
      });
      const spread = drawn.some(
        ({ classes }) => new Set([...classes].map((label) => Math.floor(label / 3))).size > 1,
      );
      return { masks: new Set(drawn.map(({ mask }) => mask)).size, whole: drawn[0]!.mask === '1111', spread };
    };
    assert.deepEqual(await at(40, { dividedSteps: 40 }), { masks: 1, whole: true, spread: true });
    assert.deepEqual(await at(0, { slices: false }), { masks: 1, whole: true, spread: false });
    assert.deepEqual(await at(0, { partition: 'none' }), { masks: 4, whole: false, spread: true });
    assert.deepEqual(await at(0, { partition: 'random' }), { masks: 4, whole: false, spread: true });
  });

  it('gives the columns that are left to the last slice', () => {
    const sampler = make({ clusters: 3 });
    const wide = { labels, dimension: 8 };
    const masks = [0, 1, 2].map((step) =>
      sampler.draw(sampler.initialState(wide), wide, stream(step), step).extra['dimensions']!.values.join(''),
    );
    assert.deepEqual(masks, ['11000000', '00110000', '00001111']);
  });

  it('draws from all data where a cluster has no pair of one class', () => {
    const sampler = make({ clusters: 2 });
    const { indices } = sampler.draw(sampler.initialState(training), training, stream(1), 1);
    assert.equal(classesOf(indices).size, 3);
  });

  it('refuses more clusters than columns', () => {
    assert.throws(
      () => make({ clusters: 5 }).initialState(training),
      /clusters is 5, more than .* 4 columns/,
    );
    assert.throws(() => make({ partition: 'kmeans' }), /partition must be one of kMeans, random, none/);
  });
});

describe('stochasticClassMining', () => {
  const means = { classes: 6, perClass: 2, anchors: 2, candidates: 2, signatures: 'means' } as const;
  promises('stochasticClassMining', () => stochasticClassMining({ ...means, signatures: 'learned' }));

  it('brings the nearest classes of each anchor class', async () => {
    const sampler = stochasticClassMining(means);
    const state = await refreshed(sampler);
    for (let step = 0; step < 20; step++) {
      const { indices } = sampler.draw(state, training, stream(step), step);
      const classes = [...classesOf(indices)];
      assert.equal(classes.length, 6, 'a class twice');
      // The first two are the anchors; of each group of three, both others come along.
      const groups = classes.map((label) => Math.floor(label / 3));
      if (groups[0] === groups[1]) continue; // they need each other's neighbours
      for (const group of groups.slice(0, 2)) assert.equal(groups.filter((one) => one === group).length, 3);
    }
  });

  it('makes every class an anchor in time', async () => {
    const sampler = stochasticClassMining(means);
    const state = await refreshed(sampler);
    const seen = new Set<number>();
    for (let step = 0; step < 80; step++) {
      seen.add(labels[sampler.draw(state, training, stream(step), step).indices[0]!]!);
    }
    assert.equal(seen.size, 12);
  });

  it('reads the signatures that the loss trains, at length 1', async () => {
    const sampler = stochasticClassMining({ ...means, signatures: 'learned' });
    const values = Float32Array.from({ length: 48 }, (_, at) => (at % 4 === 0 ? 3 : at % 4 === 1 ? 4 : 0));
    const weights = { signatures: { dtype: 'float32', shape: [12, 4], values } } as const;
    const state = await refreshed(sampler, seeing(0, grouped, weights));
    assert.deepEqual(
      [...state['signatures']!.values.slice(0, 4)],
      [Math.fround(0.6), Math.fround(0.8), 0, 0],
    );
    await assert.rejects(refreshed(sampler), /the loss trains no signatures; .* withSignatures/);
  });

  it('refuses what does not go', () => {
    assert.throws(
      () => stochasticClassMining({ ...means, classes: 5 }),
      /classes must be a multiple of anchors/,
    );
    assert.throws(
      () => stochasticClassMining({ ...means, candidates: 1 }),
      /candidates is 1, but each anchor brings 2 classes/,
    );
    assert.throws(
      () => stochasticClassMining({ ...means, classes: 14, anchors: 7 }).initialState(training),
      /classes is 14, but the data has only 12/,
    );
  });
});

describe('samplingPolicy', () => {
  const make = (options = {}) =>
    samplingPolicy({ classes: 4, perClass: 2, bins: 3, heldOut: 0.25, learningRate: 0.1, ...options });
  promises('samplingPolicy', make);

  /** Held-out images of the first `right` samples of a class stand beside their class, the others beside another. */
  const scoring = (right: number) =>
    rows(4, (sample, column) => {
      const at = sample % 6;
      const angle = (at < right ? labels[sample]! : 20 + labels[sample]! + 0.37 * at) * 0.5;
      return column === 0 ? Math.cos(angle) : column === 1 ? Math.sin(angle) : 0;
    });

  it('holds classes out of all batches', async () => {
    const sampler = make();
    const state = await refreshed(sampler);
    const held = [...state['held']!.values];
    assert.equal(
      held.reduce((sum, one) => sum + one, 0),
      3,
    );
    const seen = new Set<number>();
    for (let step = 0; step < 40; step++) {
      for (const label of classesOf(sampler.draw(state, training, stream(step), step).indices))
        seen.add(label);
    }
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      [...held.keys()].filter((label) => held[label] === 0),
    );
  });

  it('raises the preference for what was better than usual, by the rule of the gradient bandit', async () => {
    const sampler = make();
    const state = await refreshed(sampler, seeing(0, scoring(6)));
    const [before] = state['rewards']!.values;
    assert.equal(before, 100, 'every image stands beside its class');
    // One reward so far, of -10; the action is bin 1; nothing is preferred yet.
    const known: HostTensors = {
      ...state,
      action: { dtype: 'int32', shape: [1], values: Int32Array.of(1) },
      rewards: { dtype: 'float32', shape: [3], values: Float32Array.of(80, -10, 1) },
    };
    const next = await sampler.refresh(known, training, seeing(25, scoring(6)), stream(25));
    // r = 100 - 80, r̄ = -10, η = 0.1: the action gains 3 (1 - 1/3), the others lose 3 / 3.
    [-1, 2, -1].forEach((expected, bin) =>
      assert.ok(Math.abs(next['preferences']!.values[bin]! - expected) < 1e-5),
    );
    assert.deepEqual([...next['rewards']!.values], [100, 10, 2]);
    assert.deepEqual(next['held'], state['held']);
  });

  it('credits a bin at random where rewards are shuffled', async () => {
    const credited = async (policy: 'learned' | 'shuffled') => {
      const sampler = make({ policy });
      const state = await refreshed(sampler, seeing(0, scoring(6)));
      const known: HostTensors = {
        ...state,
        action: { dtype: 'int32', shape: [1], values: Int32Array.of(1) },
        rewards: { dtype: 'float32', shape: [3], values: Float32Array.of(80, -10, 1) },
      };
      const best = await Promise.all(
        Array.from({ length: 12 }, async (_, at) => {
          const next = await sampler.refresh(known, training, seeing(25, scoring(6)), stream(25 + at));
          const values = [...next['preferences']!.values];
          return values.indexOf(Math.max(...values));
        }),
      );
      return new Set(best);
    };
    assert.deepEqual(await credited('learned'), new Set([1]));
    assert.deepEqual(await credited('shuffled'), new Set([0, 1, 2]));
  });

  it('sends the chosen bin along, or all', async () => {
    const sampler = make();
    const state = await refreshed(sampler);
    const sent = sampler.draw(state, training, stream(1), 1).extra['bins']!.values;
    assert.deepEqual(
      [...sent],
      [0, 1, 2].map((bin) => (bin === state['action']!.values[0] ? 1 : 0)),
    );
    const all = make({ policy: 'uniform' });
    assert.deepEqual([...all.draw(state, training, stream(1), 1).extra['bins']!.values], [1, 1, 1]);
  });

  it('refuses what does not go', () => {
    assert.throws(() => make({ heldOut: 1 }), /heldOut must be a number between 0 and 1; got 1/);
    assert.throws(() => make({ classes: 10 }).initialState(training), /of 12 classes 3 are held out/);
  });
});

describe('interclassCharacteristics', () => {
  /** Class by the first two columns, by much; a factor that all classes share by the last. */
  const shared = rows(4, (sample, column) =>
    column === 3
      ? (sample % 2) * 0.5 + 0.01 * Math.sin(sample)
      : 10 * Math.cos(labels[sample]! * (column + 1)),
  );
  const make = (options = {}) =>
    interclassCharacteristics({ clusters: 2, classes: 4, perClass: 3, ...options });
  promises('interclassCharacteristics', make);

  it('finds what the classes have in common', async () => {
    const state = await refreshed(make(), seeing(0, shared));
    const cluster = state['cluster']!.values;
    labels.forEach((_, sample) => assert.equal(cluster[sample] === cluster[0], sample % 2 === 0));
  });

  it('draws by class or by cluster, and says which', async () => {
    const sampler = make({ anyImage: 0, auxiliary: 1 });
    const state = await refreshed(sampler, seeing(0, shared));
    let onClusters = 0;
    for (let step = 0; step < 60; step++) {
      const { indices, extra } = sampler.draw(state, training, stream(step), step);
      assert.deepEqual(
        [...extra['clusters']!.values],
        Array.from(indices, (at) => state['cluster']!.values[at]),
      );
      if (extra['auxiliary']!.values[0] === 0) assert.equal(classesOf(indices).size, 4);
      else onClusters++;
    }
    assert.ok(onClusters > 15 && onClusters < 45, `${onClusters} of 60, expected about half`);
  });

  it('takes any image for a cluster now and then', async () => {
    const sampler = make({ anyImage: 0.5, auxiliary: 1 });
    const state = await refreshed(sampler, seeing(0, shared));
    const strange = Array.from({ length: 60 }, (_, step) => {
      const { indices, extra } = sampler.draw(state, training, stream(step), step);
      return Array.from(
        indices,
        (at, row) => extra['clusters']!.values[row] !== state['cluster']!.values[at],
      );
    }).flat();
    assert.ok(strange.some(Boolean));
    assert.ok(strange.filter(Boolean).length < strange.length / 2);
  });

  it('refuses what does not go', () => {
    assert.throws(() => make({ auxiliary: 1.5 }), /auxiliary must be a number from 0 to 1; got 1.5/);
    assert.throws(
      () => make({ clusters: 73 }).initialState(training),
      /clusters is 73, but .* only 72 images/,
    );
  });
});

describe('clusters', () => {
  it('are found where they are, and every row has one', () => {
    const found = kMeans(unitRows(grouped, 4), 4, 4, stream(0));
    const groups = new Set(Array.from(found, (cluster, at) => `${cluster} ${Math.floor(labels[at]! / 3)}`));
    assert.equal(groups.size, 4);
    assert.deepEqual(new Set(kMeans(new Float32Array(40), 4, 3, stream(0))).size, 1, 'equal rows share one');
  });

  it('keep their names where most of their rows stay', () => {
    const before = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2);
    const after = Int32Array.of(2, 2, 2, 2, 0, 0, 1, 1, 1);
    assert.deepEqual(matchedClusters(before, after, 3), Int32Array.of(0, 0, 0, 0, 1, 1, 2, 2, 2));
  });
});
