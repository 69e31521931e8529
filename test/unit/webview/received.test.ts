import assert from 'node:assert/strict';
import { packRows, unpackRows } from '../../../src/protocol/packedRows';
import { noParts, receive, withPart } from '../../../src/webview/model/received';
import {
  comparison,
  curve,
  finishedRuns,
  hostile,
  run,
  runningRun,
  snapshotOf,
  sweep,
} from '../../fixtures/results/snapshots';

const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('rows on their way to the page', () => {
  it('come out as they went in', () => {
    const rows = [...comparison.rows, run({ id: 'x', test: { 'R@1': 0.1, ρ: 2.5 }, last: null })];
    assert.deepEqual(unpackRows(sent(packRows(rows))), rows);
    assert.deepEqual(unpackRows(packRows([])), []);
  });

  it('come out whatever their texts say, without scores that are none', () => {
    const [row] = unpackRows(sent(packRows(hostile.rows)));
    const { test, ...rest } = hostile.rows[0]!;
    assert.deepEqual(row, { ...rest, test: { [Object.keys(test!)[0]!]: 0.5 } });
    const odd = run({
      id: '__proto__',
      variant: '__proto__',
      test: JSON.parse('{"__proto__": 0.5, "R@1": 0.2}'),
    });
    assert.equal(unpackRows(sent(packRows([odd])))[0]!.test!['R@1'], 0.2);
  });

  it('share their configurations, and are few bytes', () => {
    const { rows } = sweep(1000);
    const packed = sent(packRows(rows));
    const unpacked = unpackRows(packed);
    assert.equal(unpacked[0]!.config, unpacked[1]!.config);
    assert.ok(JSON.stringify(packed).length < JSON.stringify(rows).length / 2);
  });
});

describe('a snapshot', () => {
  it('may leave out runs that the page has', () => {
    const first = receive(sent(snapshotOf(comparison)), null)!;
    assert.deepEqual(first.state.rows.map(({ id }) => id).sort(), comparison.rows.map(({ id }) => id).sort());
    const later = snapshotOf({ ...comparison, title: 'later' });
    const second = receive({ ...later, settled: { ...later.settled, rows: null } }, first.settled)!;
    assert.equal(second.state.title, 'later');
    assert.deepEqual(second.state.rows, first.state.rows);
  });

  it('waits for runs that never came', () => {
    const { settled, ...rest } = snapshotOf(comparison);
    const without = { ...rest, settled: { ...settled, rows: null } };
    assert.equal(receive(without, null), null);
    assert.equal(receive(without, { version: 'another', rows: [] }), null);
  });

  it('has its runs newest first, those that go on among the others', () => {
    const at = (id: string, createdAt: string, state: 'running' | 'finished') =>
      run({ id, createdAt, state });
    const rows = [
      at('c', '2026-03', 'finished'),
      at('b', '2026-02', 'running'),
      at('a', '2026-01', 'finished'),
    ];
    const received = receive(snapshotOf({ ...comparison, rows }), null)!;
    assert.deepEqual(
      received.state.rows.map(({ id }) => id),
      ['c', 'b', 'a'],
    );
  });
});

describe('what is looked at', () => {
  it('keeps each curve as it came last, and not without end', () => {
    let parts = withPart(noParts, {
      kind: 'curves',
      curves: [curve('a', 100, 0.5, 0), curve('b', 100, 0.5, 0)],
    });
    const grown = curve('a', 200, 0.5, 0);
    parts = withPart(parts, { kind: 'curves', curves: [grown] });
    assert.equal(parts.curves.get('a'), grown);
    assert.equal(parts.curves.size, 2);
    for (let i = 0; i < 300; i++)
      parts = withPart(parts, { kind: 'curves', curves: [curve(`${i}`, 60, 0.5, 0)] });
    assert.equal(parts.curves.size, 200);
    assert.ok(parts.curves.has('299'));
  });

  it('tells running from settled', () => {
    const { settled, live } = snapshotOf({ ...comparison, rows: [...finishedRuns, runningRun] });
    assert.equal(settled.rows!.own.id.length, finishedRuns.length);
    assert.deepEqual(live.own.id, [runningRun.id]);
  });
});
