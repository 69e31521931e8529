import assert from 'node:assert/strict';
import { isFact, readFacts } from '../../../src/literature/facts';

describe('facts of a paper', () => {
  const none = { authors: [], venue: null, year: null, links: [] };
  const read: Record<string, unknown> = {
    'Paper: [pdf](https://a.org)': { ...none, links: [{ text: 'pdf', url: 'https://a.org' }] },
    '**Code (PyTorch)**: https://a.org': {
      ...none,
      links: [{ text: 'https://a.org', url: 'https://a.org' }],
    },
    '[paper](https://a.org) | [code](https://b.org)': {
      ...none,
      links: [
        { text: 'paper', url: 'https://a.org' },
        { text: 'code', url: 'https://b.org' },
      ],
    },
    '*Authors:* Xun Wang, Qi Qian et al.': { ...none, authors: ['Xun Wang', 'Qi Qian', 'et al.'] },
    'Author: Prince': { ...none, authors: ['Prince'] },
    'Venue: CVPR 2020': { ...none, venue: 'CVPR', year: 2020 },
    'Published in: Pattern Recognition': { ...none, venue: 'Pattern Recognition' },
    'Published: 2020-03-01': { ...none, year: 2020 },
  };
  for (const [text, facts] of Object.entries(read)) {
    it(`are read from ${text}`, () => {
      assert.ok(isFact(text));
      assert.deepEqual(readFacts(text), facts);
    });
  }

  for (const text of [
    'Circle Loss',
    'https://arxiv.org/abs/2002.10857',
    'Paper: [A Title Of Its Own](https://a.org)',
    'Code: not released',
    'Project page',
    'Authors:',
    'Year: unknown',
    'Evaluation: [table](https://a.org)',
  ]) {
    it(`are not what ${text} says`, () => {
      assert.equal(isFact(text), false);
    });
  }
});
