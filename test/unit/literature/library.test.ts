import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bibtex } from '../../../src/literature/bibtex';
import { links, parseLibraryPaper, type LibraryPaper } from '../../../src/literature/library';
import { LiteratureError } from '../../../src/literature/literatureError';
import { readLibrary } from '../../../src/literature/readLibrary';
import { libraryPaper } from '../../support/libraryPaper';

const paper: LibraryPaper = {
  ...libraryPaper,
  title: 'Circle Loss: 100% of {Pairs} & more',
  authors: ['Yifan Sun', 'Chi Zhang', 'et al.'],
  doi: '10.1109/CVPR42600.2020.00643',
  section: 'CVPR 2020',
  mark: '+1',
  ideas: ['loss/circle'],
  code: [{ url: 'https://github.com/a/b', official: true, licence: 'MIT', note: '' }],
  relations: { ...libraryPaper.relations, buildsOn: [{ text: 'Triplet', paper: 'triplet' }] },
  protocol: { ...libraryPaper.protocol, datasets: ['CUB-200-2011'], batch: '16 classes × 5' },
  results: [
    {
      dataset: 'CUB-200-2011',
      method: 'Circle',
      backbone: null,
      dimension: 512,
      metrics: { 'R@1': 66.7 },
      source: 'Table 5 of the paper',
      verified: true,
    },
  ],
};

describe('parseLibraryPaper', () => {
  it('gives a right paper back as it is', () => {
    assert.deepEqual(parseLibraryPaper(structuredClone(paper), 'paper.json'), paper);
  });

  const [result] = paper.results;
  const [code] = paper.code;
  const wrong: [what: string, json: unknown, message: RegExp][] = [
    ['a word', 'circle', /^x\/paper\.json: the file is "circle"; expected Object$/],
    ['a missing key', { ...paper, title: undefined }, /^x\/paper\.json: title is missing$/],
    ['an unknown key', { ...paper, colour: 'red' }, /there is no key colour; check its spelling$/],
    ['an id that could leave its folder', { ...paper, id: '../x' }, /id is "\.\.\/x"; must be words/],
    ['a year in words', { ...paper, year: '2020' }, /year is "2020"; expected number$/],
    [
      'an arXiv id with a version',
      { ...paper, arxiv: '2002.10857v1' },
      /arxiv is .*; must look like 2002\.10857$/,
    ],
    ['a DOI as an address', { ...paper, doi: 'https://doi.org/10.1/x' }, /doi is .*; must look like 10\./],
    [
      'an idea of no kind',
      { ...paper, ideas: ['circle'] },
      /ideas\.0 is "circle"; must be an idea's kind and name/,
    ],
    [
      'code behind a script',
      { ...paper, code: [{ ...code, url: 'javascript:x' }] },
      /code\.0\.url is .*https/,
    ],
    ['a mark in words', { ...paper, mark: 'good' }, /mark is "good"; expected \("\+1" \| "-1"\)$/],
    [
      'a relation that could leave the library',
      { ...paper, relations: { ...paper.relations, related: [{ text: 'x', paper: '../x' }] } },
      /relations\.related\.0\.paper is "\.\.\/x"; must be words/,
    ],
    [
      'a relation of no kind',
      { ...paper, relations: { ...paper.relations, likes: [] } },
      /there is no key relations\.likes; check its spelling$/,
    ],
    [
      'a setting that is left out',
      { ...paper, protocol: { datasets: [] } },
      /protocol\.backbone is missing$/,
    ],
    [
      'a figure in words',
      { ...paper, results: [{ ...result, metrics: { 'R@1': '66.7' } }] },
      /results\.0\.metrics\.R@1 is "66\.7"; expected number$/,
    ],
    [
      'a figure without its source',
      { ...paper, results: [{ ...result, source: ' ' }] },
      /results\.0\.source is ""; must not be empty$/,
    ],
  ];
  for (const [what, json, message] of wrong) {
    it(`refuses ${what}, naming file, key and value`, () => {
      assert.throws(
        () => parseLibraryPaper(json, 'x/paper.json'),
        (error) => {
          assert.ok(error instanceof LiteratureError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});

describe('links', () => {
  it('leads to arXiv, the PDF, the DOI and the code', () => {
    assert.deepEqual(links(paper), [
      { text: 'arXiv', url: 'https://arxiv.org/abs/2002.10857' },
      { text: 'PDF', url: 'https://arxiv.org/pdf/2002.10857' },
      { text: 'DOI', url: 'https://doi.org/10.1109/CVPR42600.2020.00643' },
      { text: 'a/b (MIT)', url: 'https://github.com/a/b' },
    ]);
    const code = [null, 'none'].map((licence) => ({ ...paper.code[0]!, licence }));
    assert.deepEqual(
      links({ ...paper, arxiv: null, doi: null, code }).map(({ text }) => text),
      ['a/b', 'a/b (no licence)'],
    );
    assert.deepEqual(links({ ...paper, arxiv: null, doi: null, code: [] }), []);
  });
});

describe('bibtex', () => {
  it('writes a paper of a conference', () => {
    assert.equal(
      bibtex(paper),
      [
        '@inproceedings{sun2020circle,',
        '  title = {{Circle Loss: 100\\% of Pairs \\& more}},',
        '  author = {Yifan Sun and Chi Zhang and others},',
        '  booktitle = {CVPR},',
        '  year = {2020},',
        '  eprint = {2002.10857},',
        '  archiveprefix = {arXiv},',
        '  doi = {10.1109/CVPR42600.2020.00643},',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('writes what is known of a paper that stands in a summary only', () => {
    const known = { title: 'A Note', authors: [], venue: null, year: null, arxiv: null, doi: null };
    assert.equal(bibtex(known), '@misc{note,\n  title = {{A Note}},\n}\n');
  });
});

describe('readLibrary', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'library-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (id: string, text: string): Promise<void> => {
    await mkdir(path.join(folder, id));
    await writeFile(path.join(folder, id, 'paper.json'), text);
  };

  it('reads the papers in the order of their ids, and nothing but folders', async () => {
    await put('zeta', JSON.stringify({ ...paper, id: 'zeta' }));
    await put('alpha', JSON.stringify({ ...paper, id: 'alpha' }));
    await writeFile(path.join(folder, 'README.md'), '');
    assert.deepEqual(
      (await readLibrary(folder)).map(({ id }) => id),
      ['alpha', 'zeta'],
    );
  });

  it('says which file is no JSON, is missing, or stands in a folder of another name', async () => {
    await put('circle', '{');
    await assert.rejects(readLibrary(folder), /circle.paper\.json is not JSON/);
    await writeFile(path.join(folder, 'circle', 'paper.json'), JSON.stringify(paper));
    await assert.rejects(readLibrary(folder), /id is "circle-loss"; its folder says "circle"/);
    await rm(path.join(folder, 'circle', 'paper.json'));
    await assert.rejects(readLibrary(folder), {
      name: 'LiteratureError',
      message: /Cannot read .*paper\.json/,
    });
    await assert.rejects(readLibrary(path.join(folder, 'none')), /Cannot read the library folder/);
  });
});
