import assert from 'node:assert/strict';
import { citation, paperAddress } from '../../../src/literature/citations';

const paper = {
  title: 'Circle Loss',
  authors: ['Yifan Sun'],
  venue: 'CVPR',
  year: 2020,
  arxiv: null,
  doi: null,
};

describe('A citation', () => {
  it('names one author, two, or the first of many', () => {
    const by = (...authors: string[]) => citation({ ...paper, authors });
    assert.equal(by('Yifan Sun'), 'Yifan Sun. Circle Loss. CVPR 2020.');
    assert.equal(by('Yifan Sun', 'Changmao Cheng'), 'Yifan Sun and Changmao Cheng. Circle Loss. CVPR 2020.');
    assert.equal(
      by('Yifan Sun', 'Changmao Cheng', 'Yuhan Zhang'),
      'Yifan Sun et al. Circle Loss. CVPR 2020.',
    );
    assert.equal(by('Yifan Sun', 'et al.'), 'Yifan Sun et al. Circle Loss. CVPR 2020.');
  });

  it('leaves out what is not known, and keeps a question', () => {
    const bare = { ...paper, title: 'Why Pairs?', authors: [], venue: null, year: null };
    assert.equal(citation(bare), 'Why Pairs?');
  });
});

describe("A paper's address", () => {
  const links = [{ url: 'https://example.org/circle' }];

  it('is on arXiv, else its DOI, else the first link', () => {
    assert.equal(
      paperAddress({ ...paper, arxiv: '2002.10857', doi: '10.1/x' }, links),
      'https://arxiv.org/abs/2002.10857',
    );
    assert.equal(paperAddress({ ...paper, doi: '10.1/x' }, links), 'https://doi.org/10.1/x');
    assert.equal(paperAddress(paper, links), 'https://example.org/circle');
    assert.equal(paperAddress(paper, []), null);
  });
});
