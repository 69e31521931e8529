import assert from 'node:assert/strict';
import { random } from '../../../../src/lab/core/random';
import { alignment } from '../../../../src/lab/metrics/alignment';
import { classDistances } from '../../../../src/lab/metrics/classDistances';
import { cumulativeSpectralGradient } from '../../../../src/lab/metrics/cumulativeSpectralGradient';
import { spectralDecay } from '../../../../src/lab/metrics/spectralDecay';
import { uniformity } from '../../../../src/lab/metrics/uniformity';
import type { Embedded } from '../../../../src/lab/numeric/embedded';
import { mean, squaredEuclidean, unit } from '../../../support/plain';

function embedded(rows: readonly (readonly number[])[], labels: readonly number[]): Embedded {
  return { embeddings: Float32Array.from(rows.flat()), dimension: rows[0]!.length, labels };
}

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

describe('scores of embedding spaces', () => {
  const stream = random(9, 'spaces');
  const labels = Array.from({ length: 40 }, () => stream.integer(6));
  const rows = labels.map(() => Array.from({ length: 4 }, () => stream.normal()));
  const set = embedded(rows, labels);

  it('alignment is the mean squared distance of positives on the sphere', () => {
    const all = rows.map(unit);
    const distances = all.flatMap((a, i) =>
      all.flatMap((b, j) => (i !== j && labels[i] === labels[j] ? [squaredEuclidean(a, b)] : [])),
    );
    near(alignment(set), mean(distances));
    near(
      alignment(
        embedded(
          [
            [2, 0],
            [0, 5],
          ],
          [1, 1],
        ),
      ),
      2,
    );
  });

  it('uniformity is the log of the mean kernel on the sphere', () => {
    const all = rows.map(unit);
    const kernels = all.flatMap((a, i) =>
      all.flatMap((b, j) => (i === j ? [] : [Math.exp(-3 * squaredEuclidean(a, b))])),
    );
    near(uniformity(set, { sharpness: 3 }), Math.log(mean(kernels)));
    near(
      uniformity(
        embedded(
          [
            [2, 0],
            [-5, 0],
          ],
          [1, 2],
        ),
      ),
      -8,
    );
  });

  it('classDistances has its Euclidean form', () => {
    const square = embedded(
      [
        [0, 0],
        [0, 2],
        [3, 1],
        [3, 1],
      ],
      [0, 0, 1, 1],
    );
    assert.deepEqual(classDistances(square, { distance: 'euclidean' }), { intra: 1, inter: 3, ratio: 1 / 3 });
  });

  it('spectralDecay is 0 where every direction is used alike, and grows as they are not', () => {
    near(
      spectralDecay(
        embedded(
          [
            [1, 0],
            [0, 1],
          ],
          [0, 1],
        ),
      ),
      0,
    );
    // Singular values 3 and 1: shares 3/4 and 1/4.
    const stretched = embedded(
      [
        [3, 0],
        [0, 1],
      ],
      [0, 1],
    );
    near(spectralDecay(stretched), 0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25));
    near(spectralDecay(stretched, { leaveOut: 1 }), 0);
    assert.throws(() => spectralDecay(stretched, { leaveOut: 2 }), /from 0 to 1; got 2/);
    assert.throws(() => spectralDecay(stretched, { from: 'U' as never }), /one of uniform, spectrum/);
  });

  it('cumulativeSpectralGradient grows as classes run into each other', () => {
    const apart = (gap: number) => {
      const noise = random(2, 'gap');
      const line = Array.from({ length: 60 }, (_, i) => [(i % 3) * gap + noise.normal(), noise.normal()]);
      return cumulativeSpectralGradient(
        embedded(
          line,
          line.map((_, i) => i % 3),
        ),
      );
    };
    const [none, some, full] = [apart(100), apart(3), apart(0)];
    assert.ok(none < 1e-12 && none < some && some < full, `${none}, ${some}, ${full}`);
    assert.throws(() => cumulativeSpectralGradient(set, { neighbours: 40 }), /more than 40 rows; got 40/);
  });

  const scores = {
    alignment,
    uniformity,
    spectralDecay,
    classDistances,
    cumulativeSpectralGradient: (given: Embedded) => cumulativeSpectralGradient(given, { neighbours: 1 }),
  };
  for (const [name, score] of Object.entries(scores)) {
    const numbers = (given: Embedded) => {
      const value = score(given);
      return typeof value === 'number' ? [value] : Object.values(value);
    };

    it(`${name} does not change with the order of rows, nor as dimensions trade places`, () => {
      const expected = numbers(set);
      const back = embedded(
        rows.toReversed().map((row) => row.toReversed()),
        labels.toReversed(),
      );
      numbers(back).forEach((value, i) => near(value, expected[i]!));
    });

    it(`${name} is finite at the edges`, () => {
      const alike = rows.map(() => [1, 2, 3, 4]);
      const edges = [
        embedded(
          rows,
          labels.map(() => 1),
        ),
        embedded(rows, [...labels.keys()]),
        embedded(alike, labels),
        embedded(
          rows.map(() => [0, 0, 0, 0]),
          labels,
        ),
        embedded([[0, 0, 0, 0], ...rows.slice(1)], labels),
        embedded(
          rows.map((row) => row.map((value) => value * 1e15)),
          labels,
        ),
        embedded(rows.slice(0, 2), [1, 2]),
      ];
      for (const [at, edge] of edges.entries()) {
        for (const value of numbers(edge)) assert.ok(Number.isFinite(value), `edge ${at}: ${value}`);
      }
      assert.throws(() => score(embedded([[NaN]], [1])), /NaN in row 0/);
      assert.throws(() => score({ ...set, dimension: 3 }), /40 embeddings of 3 numbers/);
    });
  }
});
