import assert from 'node:assert/strict';
import { mergeSummaries, type MergedPaper } from '../../../src/literature/mergeSummaries';
import { parseSummary } from '../../../src/literature/parseSummary';
import { whole } from '../../../src/literature/slices';

function merged(...texts: string[]) {
  return whole(
    mergeSummaries(texts.map((text, at) => ({ document: 'abc'.charAt(at), summary: parseSummary(text) }))),
  );
}

function places({ title, entries }: MergedPaper): string {
  return `${title}: ${entries.map(({ document, line }) => `${document}${line}`).join(' ')}`;
}

describe('mergeSummaries', () => {
  const first = [
    '# Pairs',
    '',
    '- Circle Loss (CVPR 2020) 👍',
    '  - gamma 80',
    '- Ranked List Loss, https://arxiv.org/abs/1903.03238',
  ].join('\n');

  it('makes one paper of the same title, id or DOI, with the notes and lines of both documents', () => {
    const { sections } = merged(
      first,
      '# Ranking\n\n- RLL arXiv:1903.03238v2\n  - by sets\n- CIRCLE LOSS. [code](https://example.org/c)\n',
    );
    assert.deepEqual(
      sections.map(({ title, papers }) => [title, ...papers.map(places)]),
      [['Pairs', 'Circle Loss: a3 b5', 'Ranked List Loss: a5 b3']],
    );
    const [circle, ranked] = sections[0]!.papers;
    assert.deepEqual(circle!.links, [{ text: 'code', url: 'https://example.org/c' }]);
    assert.deepEqual([circle!.venue, circle!.year, circle!.mark], ['CVPR', 2020, '+1']);
    assert.deepEqual(
      ranked!.entries.map(({ notes }) => notes.map(({ text }) => text)),
      [[], ['by sets']],
    );
  });

  it('puts sections of the same title together, and keeps the notes of each document', () => {
    const { entries, sections } = merged(
      first,
      'Hello there, reader.\n\n# PAIRS\n\nSome words.\n\n- Triplet Loss\n',
    );
    assert.deepEqual(sections[0]!.papers.map(places), [
      'Circle Loss: a3',
      'Ranked List Loss: a5',
      'Triplet Loss: b7',
    ]);
    assert.deepEqual(
      sections[0]!.entries.map(({ document, line, notes }) => [document, line, notes.length]),
      [
        ['a', 1, 0],
        ['b', 3, 1],
      ],
    );
    assert.deepEqual(
      entries.map(({ document, notes }) => [document, notes.length]),
      [
        ['a', 0],
        ['b', 1],
      ],
    );
  });

  it('fills in facts that the documents before left out, and overwrites none', () => {
    const { sections } = merged(
      '# A\n\n- Circle Loss\n',
      '# A\n\n- Circle Loss, CVPR 2020\n',
      '# A\n\n- Circle Loss (ICML 2021)\n',
    );
    assert.deepEqual(
      sections[0]!.papers.map(({ venue, year }) => [venue, year]),
      [['CVPR', 2020]],
    );
  });

  it('keeps sections of one title apart that one document has, and headings over others', () => {
    const years = '# 2019\n## Pairs\n- Ranked List Loss\n# 2020\n## Pairs\n- Circle Loss (CVPR 2020)\n';
    const { sections } = merged(years, '# Pairs\n- Triplet Loss\n');
    assert.deepEqual(
      sections.map(({ title, papers }) => [title, ...papers.map(places)]),
      [
        ['2019'],
        ['Pairs', 'Ranked List Loss: a3', 'Triplet Loss: b2'],
        ['2020'],
        ['Pairs', 'Circle Loss: a6'],
      ],
    );
  });

  it('leaves repeated what one document repeats', () => {
    const { sections } = merged('# A\n\n- Circle Loss\n\n# B\n\n- Circle Loss\n');
    assert.deepEqual(
      sections.map(({ papers }) => papers.map(places)),
      [['Circle Loss: a3'], ['Circle Loss: a7']],
    );
  });
});
