import assert from 'node:assert/strict';
import { messageFields } from '../../../src/extension/pages/messageFields';
import { parseMessage } from '../../../src/extension/results/parseMessage';
import { shellCommand } from '../../../src/extension/results/shellCommand';
import { longestSaved, mostCurves } from '../../../src/protocol/results';

const parsed = (message: object) => parseMessage(messageFields(message)!);

describe('messages of the results page', () => {
  it('say what is looked at, within bounds', () => {
    const curves = Array.from({ length: 500 }, (_, at) => `run-${at}`);
    const message = parsed({
      type: 'looking',
      at: { curves: [...curves, 5], origins: ['a', 'b', 'c'], gallery: 'a' },
    });
    assert.ok(message?.type === 'looking');
    assert.equal(message.at.curves.length, mostCurves);
    assert.deepEqual(message.at.origins, ['a', 'b']);
    assert.equal(message.at.gallery, 'a');
    assert.equal(message.at.embeddings, null);
    assert.equal(parsed({ type: 'looking' }), null);
  });

  it('say what was changed of the table and nothing else', () => {
    const arrange = (change: unknown) => parsed({ type: 'arrange', change });
    const change = { order: ['time'], sort: { column: 'time', descending: true } };
    assert.deepEqual(arrange(change), { type: 'arrange', change });
    assert.deepEqual(arrange({ sort: null, differing: 'x', pinned: [5, 'seed'], own: 1 }), {
      type: 'arrange',
      change: { sort: null, differing: false, pinned: ['seed'] },
    });
    assert.equal(arrange(5), null);
  });

  it('hand out files by a plain name, of a known kind, not without end', () => {
    const save = { type: 'save', kind: 'svg', name: 'loss', text: '<svg/>' };
    assert.deepEqual(parsed(save), save);
    for (const wrong of [
      { name: '../loss' },
      { name: '/tmp/loss' },
      { name: 'a\\b' },
      { kind: 'sh' },
      { text: 5 },
      { text: 'x'.repeat(longestSaved + 1) },
    ]) {
      assert.equal(parsed({ ...save, ...wrong }), null);
    }
  });
});

describe('a command for the shell', () => {
  it('is taken apart into the same words', () => {
    assert.equal(
      shellCommand(['metric-lab', 'train', 'my file.ts', '--variant', "it's; rm -rf $HOME", '']),
      `metric-lab train 'my file.ts' --variant 'it'\\''s; rm -rf $HOME' ''`,
    );
  });
});
