import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstRun, runOf } from '../../../src/webview/model/chosenRun';
import { settingsOfRuns } from '../../../src/webview/model/configuration';
import { fitted, isWrong, queriesOf, tileAt } from '../../../src/webview/model/galleryQueries';
import { groupRuns } from '../../../src/webview/model/groups';
import { nearestEmbeddings, nearestPoint, placedIn, pointTowards } from '../../../src/webview/model/plane';
import { embeddings, gallery } from '../../fixtures/results/parts';
import { comparison, finishedRuns } from '../../fixtures/results/snapshots';

describe('the run that is shown', () => {
  const groups = groupRuns(comparison.rows);

  it('is the one chosen, of a group the first that is scored', () => {
    assert.equal(runOf(groups, 'circle-s2')?.id, 'circle-s2');
    assert.equal(runOf(groups, groups[1]!.key)?.id, 'triplet-s0');
    assert.equal(runOf(groups, 'gone'), null);
    assert.equal(runOf(groups, null), null);
  });

  it('is of the first variant that is scored where none is chosen', () => {
    assert.equal(firstRun([...groups].reverse())?.variant, 'triplet, batch-hard');
    assert.equal(firstRun([]), null);
  });
});

describe('the settings of runs', () => {
  it('are all of one, part by part, and of two what differs', () => {
    const [circle, triplet] = [finishedRuns[0]!, finishedRuns[4]!];
    const parts = settingsOfRuns([circle]).map(({ part }) => part);
    assert.deepEqual([...new Set(parts)], ['', 'data', 'model', 'sampler', 'loss', 'optimizer']);
    assert.deepEqual(
      parts,
      [...parts].sort((a, b) => parts.indexOf(a) - parts.indexOf(b)),
      'together',
    );
    assert.deepEqual(
      settingsOfRuns([circle, triplet]).map(({ part, name, values }) => [part, name, ...values]),
      [
        ['', 'variant', 'circle', 'triplet, batch-hard'],
        ['loss', 'name', 'circle', 'triplet'],
        ['loss', 'margin', '0.4', null],
        ['loss', 'gamma', '80', null],
        ['loss', 'mining', null, 'batch-hard'],
      ],
    );
    assert.deepEqual(settingsOfRuns([circle, circle]), []);
  });
});

describe('queries and their neighbours', () => {
  it('stand worst first, all or the wrong ones', () => {
    const precisions = queriesOf(gallery, false).map(({ averagePrecision }) => averagePrecision);
    assert.deepEqual(
      precisions,
      [...precisions].sort((a, b) => a - b),
    );
    const wrong = queriesOf(gallery, true);
    assert.equal(wrong.length, 10);
    assert.ok(wrong.every(isWrong));
  });

  it('have their pictures row by row', () => {
    assert.deepEqual(tileAt(gallery, 0), { x: 0, y: 0 });
    assert.deepEqual(tileAt(gallery, 14), { x: 56, y: 28 });
    assert.deepEqual(fitted({ width: 28, height: 14 }, 56), { width: 56, height: 28 });
    assert.deepEqual(fitted({ width: 28, height: 24 }, 64), { width: 56, height: 48 }, 'whole times');
    assert.deepEqual(fitted({ width: 100, height: 50 }, 84), { width: 84, height: 42 });
    assert.deepEqual(fitted({ width: 1, height: 4000 }, 56), { width: 1, height: 56 });
  });
});

describe('points in the plane', () => {
  const box = { width: 400, height: 200, margin: 10 };

  it('fill their box at one scale, y upwards', () => {
    const placed = placedIn(
      [
        [-1, -1],
        [1, 1],
      ],
      box,
    );
    assert.deepEqual(placed, [
      [110, 190],
      [290, 10],
    ]);
  });

  it('stay within it, whatever they are', () => {
    const coordinate = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate)), (points) => {
        for (const [x, y] of placedIn(points, box)) {
          assert.ok(x >= 9.999 && x <= 390.001 && y >= 9.999 && y <= 190.001);
        }
      }),
      { seed: 11 },
    );
  });

  it('are found under the pointer, and by arrows', () => {
    const points = [
      [10, 10],
      [30, 12],
      [60, 10],
      [30, 80],
    ] as const;
    assert.equal(nearestPoint(points, [32, 14], 10), 1);
    assert.equal(nearestPoint(points, [200, 200], 10), null);
    assert.equal(pointTowards(points, 0, 'ArrowRight'), 1);
    assert.equal(pointTowards(points, 1, 'ArrowRight'), 2);
    assert.equal(pointTowards(points, 1, 'ArrowDown'), 3);
    assert.equal(pointTowards(points, 0, 'ArrowUp'), null);
    assert.equal(pointTowards(points, 0, 'constructor'), null);
  });

  it('have neighbours by the angle between embeddings', () => {
    const near = nearestEmbeddings(Float32Array.of(1, 0, 2, 0.1, 0, 1, 0, 0), 2, 0, 2);
    assert.deepEqual(
      near.map(({ point }) => point),
      [1, 2],
    );
    assert.ok(near[0]!.similarity > 0.99 && near[1]!.similarity === 0);
    const own = nearestEmbeddings(embeddings, 8, 3, 11).map(({ point }) => Math.floor(point / 12));
    assert.deepEqual(new Set(own), new Set([0]), 'of the same made-up class');
  });
});
