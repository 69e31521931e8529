import type { LibraryPaper } from '../../src/literature/library';

/** A paper of the library of which next to nothing is known: tests say what they need. */
export const libraryPaper: LibraryPaper = {
  $schema: '../paper.schema.json',
  id: 'circle-loss',
  title: 'Circle Loss',
  authors: ['Yifan Sun'],
  venue: 'CVPR',
  year: 2020,
  arxiv: '2002.10857',
  doi: null,
  kind: 'loss',
  section: null,
  mark: null,
  ideas: [],
  code: [],
  relations: { buildsOn: [], comparesWith: [], refutes: [], followedBy: [], contestedBy: [], related: [] },
  protocol: {
    datasets: [],
    backbone: null,
    dimension: null,
    input: null,
    augmentation: null,
    optimizer: null,
    learningRate: null,
    batch: null,
    epochs: null,
    test: null,
    seeds: null,
  },
  results: [],
  claim: null,
};
