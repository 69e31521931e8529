import assert from 'node:assert/strict';
import { unpackRows } from '../../../src/protocol/packedRows';
import { messageFields } from '../../../src/extension/pages/messageFields';
import { parsePaperMessage } from '../../../src/extension/paperPage/parsePaperMessage';
import { printedPage } from '../../../src/extension/paperPage/printedPage';
import { paperPageState } from '../../../src/extension/paperPage/paperPageState';
import { noMarks } from '../../../src/extension/papers/ownMarks';
import type { Paper } from '../../../src/extension/papers/paper';
import type { IdeaEntry } from '../../../src/protocol/idea';
import { libraryPaper } from '../../support/libraryPaper';

const parse = (raw: unknown) => {
  const fields = messageFields(raw);
  return fields && parsePaperMessage(fields);
};

describe('A message of the page of a paper', () => {
  it('passes with what belongs to it, and nothing else', () => {
    const simple = ['run', 'runSeeds', 'newExperiment', 'showResults', 'openMyNotes', 'copyBibtex'];
    for (const type of simple) assert.deepEqual(parse({ type, extra: 1 }), { type });
    const whole = [
      { type: 'insertIdea', ideaId: 'loss/circle' },
      { type: 'openPaper', paperId: 'circle-loss' },
      { type: 'setStarred', starred: true },
      { type: 'setStatus', status: 'to read' },
      { type: 'setStatus', status: null },
      { type: 'copyTable', format: 'latex', text: 'x'.repeat(10_000) },
      { type: 'saveTable', format: 'markdown', text: '' },
      { type: 'savePage', html: '<h1>x</h1>' },
    ];
    for (const message of whole) assert.deepEqual(parse(message), message);
  });

  it('is refused where something is missing, too long, or not known', () => {
    const wrong = [
      null,
      'run',
      {},
      { type: 'eval' },
      { type: 'insertIdea' },
      { type: 'insertIdea', ideaId: ['loss/circle'] },
      { type: 'openPaper', paperId: 'x'.repeat(3000) },
      { type: 'savePage' },
      { type: 'copyTable', format: 'html', text: 'x' },
      { type: 'copyTable', format: 'latex', text: 7 },
      { type: 'saveTable', format: 'latex', text: 'x'.repeat(2_000_001) },
    ];
    for (const message of wrong) assert.equal(parse(message), null);
  });

  it('takes no status but those that there are, and no star but a true one', () => {
    assert.deepEqual(parse({ type: 'setStatus', status: 'burnt' }), { type: 'setStatus', status: null });
    assert.deepEqual(parse({ type: 'setStarred', starred: 'yes' }), { type: 'setStarred', starred: false });
  });
});

describe('The state of the page of a paper', () => {
  const paper: Paper = {
    ...{ id: 'circle-loss', title: 'Circle loss', authors: [], venue: null, year: null },
    ...{ mark: null, links: [], entries: [] },
    facts: {
      ...libraryPaper,
      protocol: { ...libraryPaper.protocol, datasets: ['CUB'], input: '224 crop' },
      relations: { ...libraryPaper.relations, buildsOn: [{ text: 'Triplet', paper: 'triplet' }] },
    },
  };
  const idea = (id: string, of: string | null): IdeaEntry => ({
    ...{ id, kind: 'loss', name: id, summary: 'A loss.', source: null, prefix: 'ml', defaults: {} },
    ...{ variants: {}, equation: null, uncompiled: null, body: { typescript: [], javascript: [] } },
    paper: of === null ? null : { id: of, place: 'equation 6' },
  });
  const state = paperPageState({
    paper,
    notes: '\nOur words.\n',
    outcome: null,
    marks: noMarks,
    ownNotes: null,
    runs: [],
    curves: [],
    ideas: [idea('loss/circle', 'circle-loss'), idea('loss/other', 'other'), idea('loss/none', null)],
    experiment: null,
    canRun: true,
    current: {},
  });

  it('has the ideas of this paper alone', () => {
    assert.deepEqual(
      state.ideas.map(({ id, place }) => [id, place]),
      [['loss/circle', 'equation 6']],
    );
  });

  it('has relations in words, and only those that there are', () => {
    assert.deepEqual(state.relations, [
      { kind: 'Builds on', others: [{ text: 'Triplet', paperId: 'triplet' }] },
    ]);
    assert.deepEqual(
      paperPageState({ ...state, paper: { ...paper, facts: null }, notes: null, runs: [], ideas: [] })
        .relations,
      [],
    );
  });

  it('says how the paper trains as far as that is known', () => {
    assert.deepEqual(state.paper.protocol, { input: '224 crop' });
    assert.equal(state.paper.notes, 'Our words.');
    assert.deepEqual(unpackRows(state.rows), []);
    assert.equal(state.claim, null);
  });
});

describe('A page that is saved to be printed', () => {
  it('can neither run nor load anything, and has its title escaped', () => {
    const html = printedPage({ title: '</title><script>', html: '<h1>x</h1>', style: 'h1 { color: red }' });
    assert.match(html, /content="default-src 'none'; style-src 'unsafe-inline'"/);
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<h1>'));
    assert.match(html, /<title>&lt;\/title&gt;&lt;script&gt;<\/title>/);
    assert.match(html, /<style>h1 \{ color: red \}<\/style>[^]*<main><h1>x<\/h1><\/main>/);
  });
});
