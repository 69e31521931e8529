import assert from 'node:assert/strict';
import type { LibraryPaper } from '../../../src/literature/library';
import { whole } from '../../../src/literature/slices';
import type { Note, Summary, SummaryPaper } from '../../../src/literature/summary';
import { plainArrangement } from '../../../src/extension/papers/arrangement';
import { noMarks } from '../../../src/extension/papers/ownMarks';
import { collectLibrary, collectSummaries } from '../../../src/extension/papers/paper';
import type { PaperCollection } from '../../../src/extension/papers/paper';
import { groupPapers } from '../../../src/extension/papers/paperGroups';
import { childNodes, groupNodes, hasChildren } from '../../../src/extension/papers/paperTree';
import type { TreeNode } from '../../../src/extension/papers/paperTree';
import { libraryPaper } from '../../support/libraryPaper';

const note = (text: string, line: number, notes: readonly Note[] = []): Note => ({ text, line, notes });
const entry = (title: string, line: number, notes: readonly Note[] = []): SummaryPaper => ({
  title,
  authors: ['A. Author'],
  venue: 'CVPR',
  year: 2019,
  mark: null,
  links: [],
  notes,
  line,
});
const circle: LibraryPaper = { ...libraryPaper, ideas: ['loss/circle'] };

const summary: Summary = {
  title: null,
  notes: [],
  sections: [
    {
      title: 'Losses',
      line: 1,
      notes: [note('of the section', 2)],
      papers: [
        entry('Circle Loss', 3, [note('outer', 4, [note('inner', 5)])]),
        entry('Ünknown: Paper', 6),
        entry('Circle Loss', 7),
      ],
    },
    { title: 'Samplers', line: 8, notes: [], papers: [] },
  ],
};
const match = ({ title }: Pick<SummaryPaper, 'title'>) => (title === circle.title ? circle : undefined);
const collected = (said: Summary) =>
  whole(collectSummaries([{ document: 'file:///summary.md', summary: said }], match));

const sectionNodes = (collection: PaperCollection) =>
  groupNodes(
    groupPapers(collection, plainArrangement, { marksOf: () => noMarks, recallAt1Of: () => null }),
    'section',
  );

const everyNode = (nodes: readonly TreeNode[]): TreeNode[] =>
  nodes.flatMap((node) => [node, ...everyNode(childNodes(node))]);

describe('The papers of a summary', () => {
  const collection = collected(summary);

  it('take the library id, or one from the title that is safe in an address', () => {
    assert.deepEqual([...collection.byId.keys()], ['circle-loss', 'unknown-paper']);
  });

  it("keep the summary's words and take the library's facts", () => {
    const paper = collection.byId.get('circle-loss');
    assert.equal(paper?.entries[0]?.line, 3);
    assert.deepEqual([paper?.authors, paper?.year], [['Yifan Sun'], 2020]);
  });

  it('are collected with pauses, however few of them a section holds', () => {
    const sections = Array.from({ length: 100 }, () => summary.sections).flat();
    const pauses = [...collectSummaries([{ document: 'a', summary: { ...summary, sections } }], match)];
    assert.ok(pauses.length >= 2 * sections.length, `${pauses.length} pauses`);
  });
});

describe('The Papers view', () => {
  const nodes = everyNode(sectionNodes(collected(summary)));

  it('has sections, papers and notes at every depth, with their lines', () => {
    const shown = nodes.map((node) => {
      if (node.type === 'group') return node.group.title;
      return node.type === 'paper' ? node.paper.title : `${node.note.text}:${node.place.line}`;
    });
    assert.deepEqual(shown, [
      'Losses',
      'of the section:2',
      'Circle Loss',
      'outer:4',
      'inner:5',
      'Ünknown: Paper',
      'Circle Loss',
      'Samplers',
    ]);
  });

  it('gives every node an id of its own, even where titles repeat', () => {
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it('keeps ids when something is added in front', () => {
    const [first] = summary.sections;
    assert.ok(first);
    const grown = { ...summary, sections: [{ ...first, papers: [entry('New', 1), ...first.papers] }] };
    const after = new Set(everyNode(sectionNodes(collected(grown))).map(({ id }) => id));
    const before = everyNode(sectionNodes(collected({ ...summary, sections: [first] })));
    assert.deepEqual(
      before.filter(({ id }) => !after.has(id)),
      [],
    );
  });

  it('can be opened exactly where there is something inside', () => {
    for (const node of nodes) assert.equal(hasChildren(node), childNodes(node).length > 0);
  });
});

describe('The bundled library', () => {
  it('is grouped by kind, newest first', () => {
    const older = { ...circle, id: 'older', title: 'Older', year: 2015 };
    const sampler = { ...circle, id: 'sampler', kind: 'sampler' };
    const { sections } = collectLibrary([older, sampler, circle]);
    assert.deepEqual(
      sections.map(({ title, papers }) => [title, papers.map(({ id }) => id)]),
      [
        ['Loss', ['circle-loss', 'older']],
        ['Sampler', ['sampler']],
      ],
    );
  });
});
