import assert from 'node:assert/strict';
import { noMarks } from '../../../src/extension/papers/ownMarks';
import { collectSummaries } from '../../../src/extension/papers/paper';
import type { Paper } from '../../../src/extension/papers/paper';
import { distinctPapers } from '../../../src/extension/papers/paperGroups';
import { PaperSearch } from '../../../src/extension/papers/paperSearch';
import type { SearchedToo } from '../../../src/extension/papers/paperSearch';
import { parseSummary } from '../../../src/literature/parseSummary';
import { whole } from '../../../src/literature/slices';
import { libraryPaper } from '../../support/libraryPaper';

const text = [
  '# Papers',
  '- Circle Loss (CVPR 2020)',
  '  - weighs pairs',
  '    - by their distance',
  '- Unbiased Evaluation - István Fehérvári, Avinash Ravichandran, arXiv 2019',
].join('\n');
const library = { ...libraryPaper, ideas: ['loss/circle'] };
const papers = distinctPapers(
  whole(
    collectSummaries([{ document: 'a', summary: parseSummary(text) }], ({ title }) =>
      title === 'Circle Loss' ? library : undefined,
    ),
  ),
);

const too: Record<string, Partial<SearchedToo>> = {
  'circle-loss': {
    marks: { starred: true, status: 'to read', tags: ['Hard Negatives'] },
    notes: ['My own thought on temperature', null],
    hasExperiment: true,
  },
};
const search = new PaperSearch((paper: Paper) => ({
  marks: noMarks,
  notes: [],
  hasExperiment: false,
  ...too[paper.id],
}));
const found = (filter: string) =>
  papers.filter(search.matcher(filter)).map(({ title }) => title.split(' ')[0]);

describe('PaperSearch', () => {
  it('finds every word in title, venue, year, authors and nested notes', () => {
    assert.deepEqual(found('circle 2020'), ['Circle']);
    assert.deepEqual(found('distance cvpr'), ['Circle']);
    assert.deepEqual(found('ravichandran'), ['Unbiased']);
    assert.deepEqual(found('circle ravichandran'), []);
  });

  it('does not mind case and accents', () => {
    assert.deepEqual(found('FEHERVARI'), ['Unbiased']);
    assert.deepEqual(found('fehérvári'), ['Unbiased']);
  });

  it("finds tags and the reader's own notes", () => {
    assert.deepEqual(found('negatives'), ['Circle']);
    assert.deepEqual(found('temperature'), ['Circle']);
  });

  it('asks for marks and abilities by an at sign', () => {
    for (const flag of ['@starred', '@to-read', '@snippet', '@experiment'])
      assert.deepEqual(found(flag), ['Circle'], flag);
    assert.deepEqual(found('@reading'), []);
    assert.deepEqual(found('@starred evaluation'), []);
  });

  it('leaves nothing out where nothing is asked', () => {
    assert.deepEqual(found('  '), ['Circle', 'Unbiased']);
  });
});
