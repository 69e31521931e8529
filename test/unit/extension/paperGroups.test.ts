import assert from 'node:assert/strict';
import { asArrangement, plainArrangement } from '../../../src/extension/papers/arrangement';
import type { Grouping, Sorting } from '../../../src/extension/papers/arrangement';
import { arrangementCommands } from '../../../src/extension/papers/arrangementCommands';
import { noMarks } from '../../../src/extension/papers/ownMarks';
import type { OwnMarks } from '../../../src/protocol/marks';
import { collectSummaries } from '../../../src/extension/papers/paper';
import { distinctPapers, filterPapers, groupPapers } from '../../../src/extension/papers/paperGroups';
import { parseSummary } from '../../../src/literature/parseSummary';
import { whole } from '../../../src/literature/slices';

const collection = whole(
  collectSummaries(
    [
      {
        document: 'file:///a.md',
        summary: parseSummary(
          [
            '# Pairs',
            'Words of the section.',
            '- Margin Loss (ICCV 2017)',
            '- Circle Loss (CVPR 2020) :+1:',
            '# Others',
            '- Zero Shot Learning by Words',
            '- Ärger with Samplers :-1:',
            '- Circle Loss (CVPR 2020)',
          ].join('\n'),
        ),
      },
      {
        document: 'file:///b.bib',
        summary: parseSummary(
          '@inproceedings{a, title = {Ärger with Samplers}, booktitle = {cvpr}, year = 2019}',
        ),
      },
    ],
    () => undefined,
  ),
);

const marks: Record<string, Partial<OwnMarks>> = {
  'circle-loss': { status: 'read', tags: ['pairs', 'angles'] },
  'margin-loss': { status: 'reading', tags: ['pairs'] },
};
const standings = {
  marksOf: (id: string) => ({ ...noMarks, ...marks[id] }),
  recallAt1Of: (id: string) => ({ 'margin-loss': 0.5, 'circle-loss': 0.7 })[id] ?? null,
};
const arranged = (grouping: Grouping, sorting: Sorting = 'document') =>
  groupPapers(collection, { grouping, sorting }, standings).map(({ title, papers }) => [
    title,
    ...papers.map(({ title }) => title.split(' ')[0]),
  ]);

describe('groupPapers', () => {
  it('keeps the sections of the documents, with their words', () => {
    assert.deepEqual(arranged('section'), [
      ['Pairs', 'Margin', 'Circle'],
      ['Others', 'Zero', 'Ärger', 'Circle'],
    ]);
    const [pairs] = groupPapers(collection, plainArrangement, standings);
    assert.equal(pairs?.entries[0]?.notes[0]?.text, 'Words of the section.');
  });

  it('puts the latest year first, and papers without one last; a paper that comes again stands once', () => {
    assert.deepEqual(arranged('year'), [
      ['2020', 'Circle'],
      ['2019', 'Ärger'],
      ['2017', 'Margin'],
      [null, 'Zero'],
    ]);
  });

  it('takes venues of different spelling for one', () => {
    assert.deepEqual(arranged('venue'), [
      ['CVPR', 'Circle', 'Ärger'],
      ['ICCV', 'Margin'],
      [null, 'Zero'],
    ]);
  });

  it("groups by the summary's mark, by the reader's status and by tags", () => {
    assert.deepEqual(arranged('mark'), [
      ['+1', 'Circle'],
      ['-1', 'Ärger'],
      [null, 'Margin', 'Zero'],
    ]);
    assert.deepEqual(arranged('status'), [
      ['reading', 'Margin'],
      ['read', 'Circle'],
      [null, 'Zero', 'Ärger'],
    ]);
    assert.deepEqual(arranged('tag'), [
      ['angles', 'Circle'],
      ['pairs', 'Margin', 'Circle'],
      [null, 'Zero', 'Ärger'],
    ]);
  });

  it('sorts within groups: by title as readers spell, by year, by the best result', () => {
    assert.deepEqual(arranged('section', 'title')[1], ['Others', 'Ärger', 'Circle', 'Zero']);
    assert.deepEqual(arranged('section', 'year')[1], ['Others', 'Circle', 'Ärger', 'Zero']);
    assert.deepEqual(arranged('section', 'result'), [
      ['Pairs', 'Circle', 'Margin'],
      ['Others', 'Circle', 'Zero', 'Ärger'],
    ]);
  });

  it('leaves out sections that a filter empties', () => {
    const shown = filterPapers(collection, ({ year }) => year === 2017);
    assert.deepEqual(
      shown.sections.map(({ title, papers }) => [title, papers.length]),
      [['Pairs', 1]],
    );
    assert.equal(distinctPapers(collection).length, 4);
  });
});

describe('An arrangement', () => {
  it('is taken from what was saved as far as it is understood', () => {
    assert.deepEqual(asArrangement(undefined), plainArrangement);
    assert.deepEqual(asArrangement({ grouping: 'year', sorting: 'colour', filter: 7 }), {
      ...plainArrangement,
      grouping: 'year',
    });
  });

  it('has a command for each grouping and each sorting, with and without a check mark', () => {
    assert.deepEqual(arrangementCommands['metricLab.groupPapersByYearNow'], { grouping: 'year' });
    assert.deepEqual(arrangementCommands['metricLab.sortPapersByResult'], { sorting: 'result' });
    assert.equal(Object.keys(arrangementCommands).length, 22);
  });
});
