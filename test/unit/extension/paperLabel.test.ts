import assert from 'node:assert/strict';
import type { Paper } from '../../../src/extension/papers/paper';
import { paperLabel } from '../../../src/extension/papers/paperLabel';

const paper = (title: string, mark: Paper['mark'] = null): Paper => ({
  id: 'a',
  title,
  authors: [],
  venue: null,
  year: null,
  mark,
  links: [],
  facts: null,
  entries: [],
});

describe('paperLabel', () => {
  it('is the title, after its star and its mark', () => {
    assert.equal(
      paperLabel(paper('Circle Loss: A Unified Perspective'), false, false),
      'Circle Loss: A Unified Perspective',
    );
    assert.equal(paperLabel(paper('Circle Loss', '+1'), false, false), '+1 Circle Loss');
    assert.equal(paperLabel(paper('Circle Loss', '+1'), true, false), '★ +1 Circle Loss');
    assert.equal(paperLabel(paper('Circle Loss', '-1'), false, false), '−1 Circle Loss');
  });

  it('leaves room for a result', () => {
    assert.equal(
      paperLabel(paper('Circle Loss: A Unified Perspective', '+1'), false, true),
      '+1 Circle Loss',
    );
    assert.equal(
      paperLabel(paper('Multi-Similarity Loss with General Pair Weighting'), false, true),
      'Multi-Similarity Loss with…',
    );
    assert.equal(paperLabel(paper('x'.repeat(40)), false, true), `${'x'.repeat(26)}…`);
  });
});
