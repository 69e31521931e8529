import assert from 'node:assert/strict';
import fc from 'fast-check';
import { usualArrangement } from '../../../src/protocol/results';
import { announcement } from '../../../src/webview/model/announcement';
import { messageFrom } from '../../../src/webview/model/message';
import { follow, restorePage } from '../../../src/webview/model/savedPage';
import { arranged, arrangementChange } from '../../../src/webview/model/arrangement';
import { initialUi, restoreUi, toggled, type UiState } from '../../../src/webview/model/uiState';
import { comparison, finishedRuns, run, runningRun, scores } from '../../fixtures/results/snapshots';

describe('the saved choices of the reader', () => {
  it('come back as they were saved', () => {
    const ui = {
      ...initialUi,
      filter: 'R@1>70',
      baseline: 'd',
      open: ['a'],
      tableTop: 56,
      hidden: ['b'],
      selected: 'c',
      compared: 'e',
      smoothing: 0.6,
      metric: 'MAP@R',
      variant: 'circle',
      curveTable: true,
      scroll: 120.5,
    };
    assert.deepEqual(restoreUi(JSON.parse(JSON.stringify(ui))), ui);
  });

  it('are as at first where nothing sound was saved', () => {
    for (const saved of [undefined, null, 5, 'x', [], { tableTop: -1, smoothing: 1, open: 'x' }]) {
      assert.deepEqual(restoreUi(saved), initialUi);
    }
  });

  it('are sound whatever was saved', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), (saved) => {
        const ui = restoreUi({ ...initialUi, ...saved });
        assert.deepEqual(restoreUi(JSON.parse(JSON.stringify(ui))), ui);
      }),
      { seed: 7 },
    );
  });

  it('have an item added or taken away', () => {
    assert.deepEqual(toggled(['a'], 'b'), ['a', 'b']);
    assert.deepEqual(toggled(['a', 'b'], 'a'), ['b']);
  });
});

describe('the arrangement of the table', () => {
  const changedTo = (patch: Partial<UiState>) => arrangementChange(initialUi, { ...initialUi, ...patch });

  it('is the one that was kept, and the rest of the page is not', () => {
    const { filter, ...page } = arranged(
      { ...initialUi, filter: 'x', differing: true },
      { ...usualArrangement, pinned: ['seed'], sort: { column: 'time', descending: true } },
    );
    assert.equal(filter, 'x');
    assert.equal(page.differing, false);
    assert.deepEqual(page.layout, { order: [], switched: [], pinned: ['seed'] });
    assert.deepEqual(page.sort, { column: 'time', descending: true });
  });

  it('is told of by what changed alone', () => {
    assert.equal(changedTo({ filter: 'x', scroll: 9 }), null);
    assert.deepEqual(changedTo({ layout: { ...initialUi.layout, pinned: ['seed'] } }), { pinned: ['seed'] });
    assert.deepEqual(changedTo({ differing: true, sort: { column: 'time', descending: false } }), {
      differing: true,
      sort: { column: 'time', descending: false },
    });
  });
});

describe('a saved page', () => {
  const ui = {
    ...initialUi,
    tableTop: 200,
    filter: 'x',
    selected: 'a',
    scroll: 300,
    smoothing: 0.5,
    open: ['b'],
  };

  it('goes on as it was with a snapshot about the same', () => {
    const page = follow({ subject: null, ui: initialUi }, comparison);
    const saved = restorePage(JSON.parse(JSON.stringify({ ...page, ui })));
    assert.deepEqual(follow(saved, { ...comparison, rows: [] }), saved);
  });

  it('keeps its settings and forgets its place with a snapshot about another', () => {
    const page = follow(
      { ...follow({ subject: null, ui }, comparison), ui },
      { ...comparison, experiment: 'other.ts' },
    );
    assert.deepEqual(page.ui, { ...ui, tableTop: 0, filter: '', selected: null, scroll: 0 });
  });

  it('is as at first where nothing sound was saved', () => {
    for (const saved of [undefined, 5, {}, { subject: 5, ui: 'x' }]) {
      assert.deepEqual(restorePage(saved), { subject: null, ui: initialUi });
    }
  });
});

describe('what is announced', () => {
  it('is nothing when only numbers moved', () => {
    assert.equal(
      announcement(
        comparison.rows,
        comparison.rows.map((row) => ({ ...row, step: row.step + 1 })),
      ),
      null,
    );
  });

  it('is a run that ended, with its score', () => {
    const finished = run({ ...runningRun, state: 'finished', test: scores(0.9) });
    assert.equal(announcement([runningRun], [finished]), 'circle, seed 4: finished, R@1 90.0.');
  });

  it('is a run that began', () => {
    assert.equal(announcement([], [runningRun]), 'circle, seed 4: running.');
  });

  it('is only a number when many changed', () => {
    assert.equal(announcement([], finishedRuns), '8 runs changed.');
  });
});

describe('messages of the extension', () => {
  it('are taken by type and version', () => {
    const message = { type: 'state', protocol: 1, state: comparison };
    assert.equal(messageFrom(message), message);
    assert.deepEqual(messageFrom({ type: 'error', message: 'gone' }), { type: 'error', message: 'gone' });
  });

  it('of another version become an error that says what to do', () => {
    const message = messageFrom({ type: 'state', protocol: 2, state: {} });
    assert.ok(message?.type === 'error' && message.message.includes('Reload the window'));
  });

  it('are not what others post', () => {
    for (const data of [null, 'x', 5, {}, { type: 'echo' }, { type: 'error', message: 5 }]) {
      assert.equal(messageFrom(data), null);
    }
  });
});
